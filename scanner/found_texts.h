#pragma once

// What was found in an object's bytes and in the texts that readers made of them, as one list: a
// secret at one place is one finding, and of two that say the same the one that names the place
// better stays.
//
//   bytes    {"auth":{"bearer":[{"key":"token","value":"ghp_…"}]}}      found at line 1
//   reader   "token": "ghp_…"                                          found in
//   item[3]….auth.bearer one      the reader's, at line 1
//
// What is surer in the bytes, or as sure and a provider's where the reader's is generic, stays and
// takes the reader's place.
//
// Thread rules: belongs to one scan of one object.

#include <cstddef>
#include <string_view>
#include <vector>

#include "scanner/match/judge.h"
#include "scanner/read/decoded_text.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

class FoundTexts {
 public:
  // `bytes` and `rules` must outlive it.
  FoundTexts(const RuleSet& rules, std::string_view bytes, JudgedObject found)
      : rules_(rules), bytes_(bytes), judged_(std::move(found)) {}

  // What stands in `text`. Its dropped candidates are left out: their offsets are not the bytes'.
  void add(const DecodedText& text, JudgedObject found);

  // By offset in the bytes. A match without a place there (a member of an archive) has an empty
  // `secret` span and comes first; its range is that of its own text.
  JudgedObject finish() &&;

 private:
  struct Placed {
    Match match;
    bool needs_range = false;
  };

  bool is_generic_finding(const Finding& finding) const;
  bool knows_better(const Finding& raw, const Finding& told) const;
  void place(const DecodedText& text, Match match);
  void settle_own();
  void settle_placed();
  void set_ranges();

  const RuleSet& rules_;
  std::string_view bytes_;
  JudgedObject judged_;
  std::vector<Match> own_;
  std::vector<Placed> placed_;
};

}  // namespace leakwarden::scanner
