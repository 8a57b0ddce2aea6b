#pragma once

// Base64 (RFC 4648, both alphabets) as exports use it for values.

#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// Whole groups, or an end without its "="; white space is passed over. Nothing when anything else
// stands in it, or when nothing does.
std::optional<std::string> base64_text(std::string_view written);

}  // namespace leakwarden::scanner
