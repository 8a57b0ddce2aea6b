#pragma once

// The base 62 of Xata's API keys: bits, not one big number.
//
// Digits are taken six bits at a time from the end of the bytes; where those six would read 30, 31,
// 62 or 63 in their low five bits' upper four (a digit that 62 has no room for), only five are
// taken. A key is "xau_" and 20 random bytes with their CRC-32, low byte first, so written.
// Sources: github.com/jxskiss/base62, github.com/xataio/xata.

#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

std::optional<std::string> compact_base62_decode(std::string_view text);
std::string compact_base62_encode(std::string_view bytes);

// What stands after the last underscore.
bool xata_key_valid(std::string_view key);
// Its length may change by a few characters.
std::string xata_key_completed(std::string_view key);

}  // namespace leakwarden::scanner
