#pragma once

// Two more forms of Microsoft's keys that carry a Marvin32 hash (marvin32.h).
//
// Common annotated keys, of most Azure services since 2024, are 84 characters or 88:
//
//   0          52     58 60           72   76   80    84
//   <random>   JQQJ99 YM <platform>   prov sign CCCC [CC==]
//
// Y is the year ("A" is 2024), M the month ("A" is January). The check, of the 60 bytes that the
// first 80 characters decode to, is written as base 62 or as base64 of its bytes, low byte first;
// the reference code accepts both.
//
// Client secrets of Entra applications with "8Q~" as their fourth to sixth character end in the
// first three digits, base 66, of the hash of all characters before them; those with "7Q~" have
// none. Source of both: microsoft/security-utilities.

#include <string>
#include <string_view>

namespace leakwarden::scanner {

bool annotated_key_valid(std::string_view key);
std::string annotated_key_completed(std::string_view key);
// "2024-05", or "" when the date's two letters are none.
std::string annotated_key_month(std::string_view key);

bool entra_secret_valid(std::string_view secret);
std::string entra_secret_completed(std::string_view secret);

}  // namespace leakwarden::scanner
