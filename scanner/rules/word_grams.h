#pragma once

// Where words stand, asked three bytes at a time: what decides whether a place of a text is looked
// at closely.
//
//   word        g  h  p  _  [0-9A-Za-z] …
//   anchor         h  p  _            either of two neighbouring grams stands at an even place
//                     p  _  [0-9a-z]
//   text     …  =  g  h  p  _  4  …   wherever the word begins
//              even  ^     ^
//
// So only every second place is asked. A gram is three bytes without the bit that tells upper from
// lower case; a byte set of the word gives a gram for each of its bytes.
//
// Thread rules: pure.

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

constexpr std::uint32_t kGramFold = 0x202020;
constexpr std::uint32_t kGramFactor = 0x9e3779b1;
constexpr std::size_t kGramBits = 17;    // of a mixed gram, the upper ones: which bit is asked for
constexpr std::size_t kMostGrams = 256;  // of one place of a word

// Of 24 bits; a bijection of them, so that equal ones are equal grams. The upper bits are well
// mixed.
constexpr std::uint32_t mixed_gram(std::uint32_t three_bytes) {
  return (three_bytes << 8) * kGramFactor >> 8;  // drops a fourth byte
}

// The mixed gram of the three bytes there; reads a fourth one.
inline std::uint32_t gram_at(const char* at) {
  std::uint32_t bytes = 0;
  std::memcpy(&bytes, at, sizeof bytes);
  return mixed_gram(bytes | kGramFold);
}

// Every gram that three neighbouring byte sets spell from place `at` of the word on, as numbers
// (first byte lowest) in ascending order, each once. Places outside of the word hold anything.
// Nothing when they are more than kMostGrams.
std::optional<std::vector<std::uint32_t>> grams_at(const std::vector<ByteSet>& word, int at);

// The byte set of a place of the word; outside of it, all bytes.
ByteSet set_at(const std::vector<ByteSet>& word, int at);

struct Anchor {
  int at = 0;       // the first of its two grams; −1: it begins one byte before the word
  double hits = 0;  // how often it turns up in source text by accident, a byte
};

// The rarest. Nothing where all have too many grams.
std::optional<Anchor> best_anchor(const std::vector<ByteSet>& word);

}  // namespace leakwarden::scanner
