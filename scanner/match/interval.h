#pragma once

// The bytes a verdict depends on: the dependency interval of architecture §1.
//
//   local:  [e − L, e + R) clipped to the text, L = before + reach + 1, R = width + reach + 1
//           (reach: of the context words; of a judged rule kJudgeReach at least)
//   object: the whole text
//
// `before` counts from the farthest match start to the trigger end, so it covers the trigger too;
// should an overridden trigger be wider than `before`, the wider one counts.
// The + 1 is the neighbour that \b looks at. The history engine inherits a verdict wherever all of
// these bytes were copied, so an interval that is too small would lose findings.

#include <cstdint>

#include "scanner/match/matcher.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

// Where RE2 searches for a trigger that ends at `trigger_end`: [e − before, e + W), clipped. For
// object rules W is `max_bytes`.
Span search_window(const Rule& rule, std::uint64_t trigger_end, std::uint64_t text_size);

// L and R of a local rule.
struct DependencyReach {
  std::uint64_t left = 0;
  std::uint64_t right = 0;
};
DependencyReach dependency_reach(const Rule& rule);

Span dependency_interval(const Rule& rule, std::uint64_t trigger_end, std::uint64_t text_size);

}  // namespace leakwarden::scanner
