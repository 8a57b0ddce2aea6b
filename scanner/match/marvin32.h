#pragma once

// Marvin32, the checksum of Microsoft's identifiable Azure keys.
//
// Such a key is base64. Ten characters before its padding stands a mark of four that names the
// service ("+ASt" is Storage), and the last four decoded bytes are the Marvin32 hash, low byte
// first, of all bytes before them. The 64-bit seed is the ASCII of a label that the service chose;
// one service may use several labels, for its kinds of keys.
//
//   <random> +ASt xxxxxA ==      mark, checksum, padding
//
// Sources: US patent 20130262421, .NET's System.Marvin, microsoft/security-utilities.

#include <cstdint>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// The 32-bit form: both halves of the 64-bit state, combined by exclusive or.
std::uint32_t marvin32(std::string_view bytes, std::uint64_t seed);
std::uint64_t marvin64(std::string_view bytes, std::uint64_t seed);

// False too for a key without a mark that is known.
bool azure_key_valid(std::string_view key);
// The key with its checksum put right under the first label of its mark; unchanged without a mark.
std::string azure_key_completed(std::string_view key);

}  // namespace leakwarden::scanner
