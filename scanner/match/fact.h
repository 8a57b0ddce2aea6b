#pragma once

// What decoders write: names and values that are safe to show, bounded, never a part of a secret.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

using Facts = std::map<std::string, std::string>;

// Valid UTF-8 in one line, at most 128 bytes. An empty text adds nothing.
void add_text_fact(Facts& facts, const char* name, std::string_view text);
// RFC 3339 in UTC. A time before 1970 or after the year 9999 adds nothing.
void add_time_fact(Facts& facts, const char* name, std::int64_t unix_seconds);
// Decimal digits, at most 12, as seconds since 1970.
std::optional<std::int64_t> seconds_of_digits(std::string_view digits);
// The reverse of add_time_fact(), and of the forms that URLs use: "2024-05-01T10:00:00Z",
// "2024-05-01", "20240501T100000Z".
std::optional<std::int64_t> seconds_of_time(std::string_view text);

}  // namespace leakwarden::scanner
