#pragma once

// Which match of a family is the candidate of a trigger's end, where several cover it.
//
// Names of credentials stand everywhere, so the text after one may hold the name of the next value:
//
//   print("token: " + x); password="hunter22"
//         └──────── first ───────┘                its secret is ` + x); password=`
//                         └─── second ────┘       the trigger that ends before hunter22 begins here
//
// The candidate is the first match that covers the end and before whose secret a trigger that ends
// there begins; where none is such, the first that covers it. Matches may begin inside others.
//
// Thread rules: one per thread.

#include <re2/re2.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/match/matcher.h"
#include "scanner/match/rule_pattern.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

// Families alone: values of other rules have a form of their own. Of them those whose triggers lie
// in the window that matches are looked for in, so that a candidate depends on no other bytes.
bool takes_nearest_value(const Rule& rule);

// Where do triggers begin that end at a given byte? Compiled when first asked.
class TriggerBegins {
 public:
  explicit TriggerBegins(const Rule& rule);
  // Does any that ends at `end` begin before `place`? Requires one to end there.
  bool any_before(std::uint64_t place, std::string_view text, std::uint64_t end);
  // Surely, by the length of its shortest words alone.
  bool surely_before(std::uint64_t place, std::uint64_t end) const {
    return end < place + least_bytes_;
  }

 private:
  std::string trigger_;
  std::uint32_t width_ = 0;
  std::uint32_t least_bytes_ = 1;
  std::unique_ptr<re2::RE2> program_;
};

// Over the matches that cover one end, in the order of their begins.
class NearestMatch {
 public:
  NearestMatch(TriggerBegins& triggers, std::string_view text, std::uint64_t end)
      : triggers_(triggers), text_(text), end_(end) {}

  // The next match, which has this secret. True: `pattern` is now at the candidate.
  bool is_decided_by(const Span& secret, RulePattern& pattern);
  // After the last one: where there was any, the first is the candidate.
  bool take_first(RulePattern& pattern);

 private:
  TriggerBegins& triggers_;
  std::string_view text_;
  std::uint64_t end_;
  std::optional<Span> first_secret_;
  RulePattern::Found first_;
  bool first_is_refused_ = false;
};

}  // namespace leakwarden::scanner
