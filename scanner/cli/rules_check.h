#pragma once

// `leakwarden rules check`: loads rule files with all their mistakes, then lints the rules and
// tries each on its examples with the real matcher.

#include <cstddef>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/problem.h"

namespace leakwarden::scanner {

struct RuleReport {
  ProblemList problems;
  std::size_t rule_count = 0;
  bool loads = false;  // false: a file has mistakes, and lint saw only the rules without
};

// The built-in rules when `paths` is empty. Errors: a path that cannot be read, and failures of
// the matcher.
Result<RuleReport> check_rules(const std::vector<std::string>& paths);

}  // namespace leakwarden::scanner
