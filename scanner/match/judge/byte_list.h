#pragma once

// A value written as the numbers of its bytes: {90, 105, 0x4a, …}.
//
// What counts is what the bytes are, not the digits they are written with: the judge measures them
// as the hex text that another program would have written.

#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner::judging {

// The bytes in hex; nullopt unless there are at least twelve numbers below 256 and nothing else.
std::optional<std::string> hex_of_byte_list(std::string_view value);

}  // namespace leakwarden::scanner::judging
