#pragma once

// From a pattern to its trigger.
//
// The trigger is a piece that stands in every text the pattern matches: a literal (or a few) with
// as much of its bounded neighbourhood as makes a false trigger rare. Worked example:
//
//   pattern  \b(?P<secret>[0-9a-f]{32}-us[0-9]{1,2})\b
//   items    [0-9a-f]{32}  -  u  s  [0-9]{1,2}        groups opened, assertions dropped
//   core     -us                                      the rarest run of items that spells few
//   literals right    -us[0-9]                                 a repeat at the edge is cut to what
//   must be there left     [0-9a-f]{12}-us[0-9]                     only as far as needed before 32
//   + 3 + 1 = 36                          match start to trigger end, at most width    12 + 3 + 1 =
//   16
//
// Why it is complete: items are consecutive parts of every match (one after the other, nothing
// between); a window of items is in every match; cutting X{m,n} at an edge to X{k}, k ≤ m, and
// dropping an assertion or an item that may be empty at an edge, leave a text that is still in
// every match. Where an alternation splits the pattern, the trigger is the alternation of its
// branches' triggers. So each match has a trigger end e with start < e ≤ end and e − start ≤
// before. tests/unit/rules/derive_test.cc checks all of it by brute force.

#include <cstdint>
#include <string>

#include "scanner/base/result.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

// An author may not write a wider trigger than this, and none is derived.
constexpr std::uint32_t kMaxTriggerWidth = 256;

struct Trigger {
  PatternNode tree;               // without groups and assertions
  std::string expression;         // the same for Hyperscan
  std::uint32_t width = 0;        // longest text it matches
  std::uint32_t before = 0;       // longest distance from a match's start to this trigger's end;
                                  // kUnbounded when the pattern does not bound it
  double bits = 0;                // rarity, see rarity.h
  std::size_t literal_bytes = 0;  // shortest literal of its core; below 3 it costs scanning speed
};

// Errors: Invalid when the pattern has no piece that must stand in every match.
Result<Trigger> derive_trigger(const PatternNode& pattern);

// A trigger an author wrote. `before` is proven when the trigger is a window of the pattern's own
// items, else the pattern's whole width (a trigger inside the match cannot end later).
// Errors: Invalid for anchors, \b, unbounded or empty width, wider than kMaxTriggerWidth.
Result<Trigger> check_trigger(const PatternNode& trigger, const PatternNode& pattern);

}  // namespace leakwarden::scanner
