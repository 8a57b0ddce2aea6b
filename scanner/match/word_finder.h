#pragma once

// Every word of a table (rules/word_table.h) that stands in a part of a text, mostly by asking one
// bit for every second byte.
//
// Thread rules: pure.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/match/matcher.h"
#include "scanner/match/word_places.h"
#include "scanner/rules/word_table.h"

namespace leakwarden::scanner {

// Calls found(word, begin), which returns whether to go on, for every word that lies in text[part];
// true in the end if it was stopped. Some that begin in the part and reach beyond it are found as
// well, none twice. By the place of the gram that tells them, so two that stand close together may
// come in either order.
template <typename Found>
bool for_each_word(const WordTable& words, std::string_view text, const Span& part, Found found) {
  bool goes_on = true;
  WordPlaces places;
  for (std::uint64_t from = part.begin; from < part.end; from += WordPlaces::kMostBytes) {
    places.find(words, text, {from, std::min(part.end, from + WordPlaces::kMostBytes)});
    for (std::size_t i = 0; i < places.count; ++i) {
      words.words_at(places.gram[i], text, from + places.at[i],
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
