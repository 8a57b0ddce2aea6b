#pragma once

// The definition of a candidate (architecture §1), evaluated slowly and without Hyperscan over a
// rule's own texts, against what the pipeline finds in them:
//
//   for each end e of a text the trigger matches, try every start s from e − before on; the
//   candidate is the first match with s < e ≤ its end.
//
// A difference means that the trigger, its width or `before` of the rule is wrong, so that a real
// key of its shape could be missed.

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/load.h"

namespace leakwarden::scanner {

struct OracleReport {
  ProblemList problems;
  std::size_t texts = 0;
  std::size_t candidates = 0;
};

// `matcher` is over the same rules, in the same order. Errors: failures of the matcher.
Result<OracleReport> compare_with_definition(const LoadedRules& loaded, Matcher& matcher);

}  // namespace leakwarden::scanner
