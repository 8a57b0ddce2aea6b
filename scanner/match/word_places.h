#pragma once

// Where words may stand in a part of a text: one bit of the word table (rules/word_table.h) asked
// for every second byte, then the bytes beside each hit.
//
// A processor with AVX-512 asks for sixteen places at once and keeps those that hit without a
// branch, which would be taken at random.
//
// Thread rules: pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/match/matcher.h"
#include "scanner/rules/word_table.h"

namespace leakwarden::scanner {

constexpr std::size_t kWordBlock = 64;
constexpr std::size_t kWordBlocks = 32;  // asked together

// Places of grams that some word has, ascending, from the first byte that was asked about on.
struct WordPlaces {
  static constexpr std::size_t kMost = kWordBlocks * kWordBlock / 2;
  static constexpr std::size_t kBeyond = 16;  // that the processor may write
  std::array<std::uint32_t, kMost + kBeyond> at;
  std::array<std::uint32_t, kMost + kBeyond> gram;  // mixed
  std::size_t count = 0;                            // no others are set

  static constexpr std::uint64_t kMostBytes = kWordBlock * kWordBlocks;
  // Of text[part], which is at most kMostBytes long, and of some bytes behind it. What lies outside
  // of the text is taken for zeros.
  void find(const WordTable& words, std::string_view text, const Span& part);

 private:
  void add_padded(const WordTable& words, std::string_view text, std::uint64_t begin,
                  std::uint32_t from);
};

// Adds those of whole blocks, `from` bytes behind the first byte that is asked about. Reads
// kBesideWords bytes on either side. The second is for processors that have AVX-512; find() takes
// the best.
constexpr std::size_t kBesideWords = 4;
void add_places_by_1(const WordTable& words, const char* at, std::size_t blocks, std::uint32_t from,
                     WordPlaces& places);
void add_places_by_16(const WordTable& words, const char* at, std::size_t blocks,
                      std::uint32_t from, WordPlaces& places);

}  // namespace leakwarden::scanner
