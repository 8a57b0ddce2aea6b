#pragma once

// Takes the triggers of families apart and makes what stem_trigger.h runs.
//
// Of the words in a trigger those are its stems that most families have; what follows them goes
// into one automaton with the others that stand behind the same gate. A trigger that has no words
// is run from its pivot, where it has one. What has neither, or whose automaton is large, is left
// to Hyperscan, which reads around its spellings (spelling.h).

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "scanner/rules/pattern.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

// A trigger, or a branch of one, taken apart.
struct StemTrigger {
  std::vector<std::string> stems;  // in lower case; one stands, in any case, where from_stem begins
  PatternNode before;              // Empty where nothing precedes
  PatternNode from_stem;
  // Where an automaton would read on through prose: bytes of which one must come within gate_reach
  // bytes from the stem's begin. Else empty.
  std::string gate;
  std::uint32_t gate_reach = 0;
  bool begins_match = false;  // every match of the rule's pattern begins with a stem
  std::uint32_t plain = 0;    // of a pivot (pivot.h)
};

// Triggers of judged rules that can be run so, and any rule's that have a pivot. In two steps:
// which they are takes a third of the time, and lets Hyperscan begin with the others.
class StemBuild {
 public:
  explicit StemBuild(const std::vector<Rule>& rules);  // which outlive it
  ~StemBuild();

  // By rule; the others' triggers are for Hyperscan.
  const std::vector<bool>& is_run_here() const;
  const std::vector<std::string>& stems() const;  // literals in any case, by number
  // To be opened by StemTriggers.
  std::string bytes();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace leakwarden::scanner
