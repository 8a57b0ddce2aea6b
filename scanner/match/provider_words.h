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

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"
#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/provider_tree.h"
#include "scanner/rules/rule_list.h"

namespace leakwarden::scanner {

struct ProviderWord {
  Span span;
  std::span<const std::uint32_t> rules;  // indexes of the assigned rules that have it
};

class ProviderWords {
 public:
  // The words of the assigned rules among `rules`. The image of such a list outlives it.
  explicit ProviderWords(const RuleList& rules);
  bool empty() const { return tree_.empty(); }
  const ProviderTree& tree() const { return tree_; }

  // Appends the words that stand wholly in text[window], in order of their begin. Reads one byte
  // more on either side.
  void find(std::string_view text, Span window, std::vector<ProviderWord>* found) const;

 private:
  void walk(std::string_view text, Span rest, const ProviderTree::Node* node, std::uint64_t begin,
            std::vector<ProviderWord>* found) const;
  bool may_start(std::string_view text, std::uint64_t at, std::uint64_t border) const;

  AlignedBytes made_;  // where no image holds the tree
  ProviderTree tree_;
};

}  // namespace leakwarden::scanner
