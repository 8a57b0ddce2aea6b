#pragma once

// A name taken apart: "dbUserPassword2" → db, User, Password; and what its words say.

#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "scanner/match/judge/word_groups.h"

namespace leakwarden::scanner::judging {

constexpr std::size_t kMostNameWords = 12;

struct NameWords {
  std::array<std::string_view, kMostNameWords> words;  // the last ones of a longer name
  std::size_t count = 0;
  WordGroups groups = 0;    // of any word
  WordGroups head = 0;      // of the last word, which names the thing itself
  WordGroups before = 0;    // of the words before the last
  bool upper = false;       // written in capitals: DB_PASSWORD
  bool camel = false;       // has a change of case
  bool has_digits = false;  // password1

  std::span<const std::string_view> all() const { return {words.data(), count}; }
  bool names_credential() const { return (groups & kCredentialGroups) != 0; }
};

// Splits at every character that is no letter and no digit, at a change from small to capital
// letters, and before the last capital of a run ("APIKey" → API, Key). Digits stay with the letters
// before them ("sha256"); a part of digits only is left out.
NameWords name_words(std::string_view name);

// Of a name in the text around a value, where only this is asked. Source text says the same words
// over and over, so a thread remembers the last ones it took apart.
struct NameSummary {
  WordGroups groups = 0;  // of any word
  std::size_t count = 0;  // of words

  bool names_credential() const { return (groups & kCredentialGroups) != 0; }
};
NameSummary summary_of_name(std::string_view name);

}  // namespace leakwarden::scanner::judging
