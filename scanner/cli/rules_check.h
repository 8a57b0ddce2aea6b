#pragma once

// `leakwarden rules check`: loads rule files with all their mistakes, then lints the rules, tries
// each on its examples with the real matcher, compares that with the definition of a candidate, and
// says what the rules cost.

#include <cstddef>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/cli/rule_cost.h"
#include "scanner/rules/problem.h"

namespace leakwarden::scanner {

struct RuleReport {
  ProblemList problems;
  std::size_t rule_count = 0;    // those without mistakes; lint saw only these
  std::vector<RuleCost> costs;   // dearest first
  std::size_t oracle_texts = 0;  // compared with the definition
  std::size_t oracle_candidates = 0;
};

// The built-in rules when `paths` is empty. Ids are compared with the built-in rules' too; only a
// file of the catalogue itself (rules/catalog/NAME.yaml) may hold what was built from it. Errors: a
// path that cannot be read, and failures of the matcher.
Result<RuleReport> check_rules(const std::vector<std::string>& paths);

}  // namespace leakwarden::scanner
