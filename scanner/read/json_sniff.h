#pragma once

// Telling exports apart by the names they begin or end with.

#include <initializer_list>
#include <string_view>

namespace leakwarden::scanner {

// Whether bytes begin like a JSON object (behind white space and a byte order mark).
bool is_json_object(std::string_view bytes);

// Whether one of `names` stands in the first 4 KiB or the last 1 KiB.
bool has_early_or_late(std::string_view bytes, std::initializer_list<std::string_view> names);

// Whether `name` stands anywhere.
bool has_anywhere(std::string_view bytes, std::string_view name);

}  // namespace leakwarden::scanner
