#pragma once

// Every word of a table (rules/word_table.h) that stands in a part of a text, mostly by asking one
// bit for every second byte.
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

// Where words may stand in a block: places of their grams, ascending.
class WordPlaces {
 public:
  // Of text[begin, begin + kWordBlock); what lies behind the text is taken for zeros.
  WordPlaces(const WordTable& words, std::string_view text, std::uint64_t begin);
  struct Place {
    std::uint64_t at;
    std::uint32_t gram;  // mixed
  };
  const Place* begin() const { return places_.data(); }
  const Place* end() const { return places_.data() + count_; }

 private:
  std::array<Place, kWordBlock / 2> places_;  // as many as count_ says; no others are set
  std::size_t count_ = 0;
};

// Calls found(word, begin), which returns whether to go on, for every word that lies in text[part];
// true in the end if it was stopped. Some that begin in the part and reach beyond it are found as
// well, none twice. By the place of the gram that tells them, so two that stand close together may
// come in either order.
template <typename Found>
bool for_each_word(const WordTable& words, std::string_view text, const Span& part, Found found) {
  bool goes_on = true;
  for (std::uint64_t block = part.begin; block < part.end; block += kWordBlock) {
    const WordPlaces places(words, text, block);
    for (const WordPlaces::Place& place : places) {
      words.words_at(place.gram, text, place.at,
                     [&](const WordTable::Word& word, std::uint64_t begin) {
                       if (goes_on && begin >= part.begin && begin < part.end)
                         goes_on = found(word, begin);
                     });
      if (!goes_on) return true;
    }
  }
  return false;
}

}  // namespace leakwarden::scanner
