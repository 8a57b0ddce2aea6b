#pragma once

// How much a text surprises somebody who knows identifiers: bits for each character after the two
// before it, from counts over the names and words of clean source code.
//
//   "connection"  about 2 bits a letter        "xqzvkwpj"  about 8

#include <cstdint>
#include <string_view>

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/table.h"

namespace leakwarden::scanner::judging {

constexpr std::int32_t kBitUnit = 8;  // the table counts eighths of a bit

// a…z in any case 1…26, a digit 27, "_" and "-" 28, "." and "/" 29, blank 30, others 31; 0 is the
// border.
std::uint32_t trigram_symbol(char c);

// Eighths of bits, over at most 512 bytes.
std::int32_t surprise(const Table& table, std::string_view text);

void add_trigrams(const Table& table, std::string_view value, Features& features);

}  // namespace leakwarden::scanner::judging
