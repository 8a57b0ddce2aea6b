#pragma once

// Makes the table that word_table.h uses.

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/rules/pattern.h"
#include "scanner/rules/spelling.h"
#include "scanner/rules/word_table.h"

namespace leakwarden::scanner {

class WordBuilder {
 public:
  // Letters are found in either case. Requires 2 to 16 bytes. Its triggers end at most `right`
  // bytes behind its begin.
  void add_stem(std::string_view lower_case, std::uint32_t number, std::uint32_t right);
  // Requires that it has an anchor (word_grams.h).
  void add(const Spelling& spelling);
  // There is a trigger without spellings, so Hyperscan must read everything.
  void lack_one() { finds_all_ = false; }
  std::string take();

 private:
  struct Wanted {
    std::vector<ByteSet> bytes;
    std::uint32_t stem = kNoStem;
    std::uint32_t left = 0;
    std::uint32_t right = 0;
  };
  WordTable::Word word_of(const Wanted& wanted);
  void add_grams(const Wanted& wanted, std::uint16_t word);
  std::size_t number_of(const ByteSet& set);
  std::string bits() const;
  std::vector<WordTable::Set> sets() const;

  bool finds_all_ = true;
  std::vector<Wanted> wanted_;
  std::map<std::string, std::size_t> spelled_;  // which of wanted_ have these bytes
  std::vector<ByteSet> sets_;
  std::vector<std::pair<std::uint32_t, WordTable::GramOfWord>> grams_;  // by mixed gram
  std::vector<WordTable::Neighbours> neighbours_;
  std::vector<WordTable::Place> places_;
};

}  // namespace leakwarden::scanner
