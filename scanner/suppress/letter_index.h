#pragma once

// Which of many patterns may fit a text: those whose rarest three letters stand in it.
//
//   add(7, "fixtures")       number 7 fits only what holds "fixtures"
//   add(8, "")               number 8 may fit anything
//   candidates("tests/fixtures/a.env")       → 7, 8, ascending
//
// Of each pattern's letters the three are chosen that fewest patterns have, so that thousands of
// paths below one folder are still told apart.
//
// Thread rules: made by one thread, then immutable.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace leakwarden::scanner {

class LetterIndex {
 public:
  void add(std::size_t number, std::string letters);
  // After the last add().
  void build();
  // A superset of what fits `text`.
  std::vector<std::size_t> candidates(std::string_view text) const;

 private:
  using Three = std::uint32_t;
  struct Waiting {
    std::size_t number = 0;
    std::string letters;
  };

  std::vector<Waiting> waiting_;  // until build()
  std::vector<std::size_t> always_;
  std::unordered_map<Three, std::vector<std::size_t>> by_three_;
};

}  // namespace leakwarden::scanner
