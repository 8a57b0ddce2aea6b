#pragma once

// Where in a text do the words of assigned rules stand?
//
// A word is looked for as a word of a name, in any case, not as a piece of another word:
//
//   word        found in                                              not in
//   shodan      SHODAN_API_KEY, shodanKey, my-shodan.io, shodantoken  ashodan, shodanite
//   new relic   new_relic, NewRelic, new-relic, newrelic              renewrelic
//
// It begins where a name's word begins (after something that is no letter or digit, or at a change
// of case or between letter and digit) and ends where one ends, or where such as "key" or "token"
// follows. A blank or sign inside a word stands for one of `-_. /:` or for nothing.
//
// Thread rules: const after construction, may be shared.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"
#include "scanner/rules/rule_list.h"

namespace leakwarden::scanner {

struct ProviderWord {
  Span span;
  const std::vector<std::uint32_t>* rules = nullptr;  // indexes of the assigned rules that have it
};

class ProviderWords {
 public:
  // The words of the assigned rules among `rules`.
  explicit ProviderWords(const RuleList& rules);
  bool empty() const { return nodes_.size() == 1; }

  // Appends the words that stand wholly in text[window], in order of their begin. Reads one byte
  // more on either side.
  void find(std::string_view text, Span window, std::vector<ProviderWord>* found) const;

 private:
  // A trie in one piece: it is built whenever a process meets its first value, so nodes are small
  // and own nothing.
  struct Node {
    char step = '\0';  // a letter, a digit, kGap
    std::uint32_t first_child = 0;
    std::uint32_t next_sibling = 0;
    std::uint32_t word = 0;  // index into rules_of_; 0: no word ends here
  };
  void add(std::string_view word, std::uint32_t rule);
  std::uint32_t child(std::uint32_t node, char step) const;  // 0: none
  std::uint32_t child_or_new(std::uint32_t node, char step);
  void walk(std::string_view text, Span rest, std::uint32_t node, std::uint64_t begin,
            std::vector<ProviderWord>* found) const;

  void mark_starts(std::uint32_t node, std::uint32_t codes, int count);
  bool may_start(std::string_view text, std::uint64_t at, std::uint64_t border) const;

  std::vector<Node> nodes_;
  std::vector<bool> starts_;              // by the codes of four bytes: may a word begin so?
  std::array<std::uint32_t, 128> first_;  // children of the root, which is asked most
  std::vector<std::vector<std::uint32_t>> rules_of_;
};

}  // namespace leakwarden::scanner
