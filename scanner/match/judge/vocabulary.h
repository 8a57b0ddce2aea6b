#pragma once

// Which letters of a text belong to words that source code uses.
//
//   "deepBlueGarden42"  all but "42" covered        "xK9qvT2mPz"  nothing covered
//
// Words of at least three letters, in any case, are looked for in every run of letters, so that as
// many letters as can be are covered. The vocabulary is made from repositories that hold no
// secrets: words seen in several files of several of them.

#include <cstdint>
#include <string_view>

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/table.h"

namespace leakwarden::scanner::judging {

struct Coverage {
  std::int32_t covered = 0;        // letters in words
  std::int32_t uncovered = 0;      // letters and digits in none
  std::int32_t words = 0;
  std::int32_t longest_word = 0;
  std::int32_t uncovered_run = 0;  // longest stretch of letters and digits in no word
};

bool in_vocabulary(const Table& table, std::string_view lower_word);

// Looks at no more than 256 bytes.
Coverage cover_with_words(const Table& table, std::string_view text);

void add_words(const Table& table, std::string_view value, Features& features);

}  // namespace leakwarden::scanner::judging
