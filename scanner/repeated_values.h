#pragma once

// A password that stands on nine lines of a file is one finding, which names the other eight.

#include <cstddef>
#include <vector>

#include "scanner/base/finding.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

// Of findings[from …] of judged, assigned and generic rules, those with one value at one path
// become one, and the lines of the others become its `other_lines`. The one that stays is that of
// an assigned rule, then the surest, then the first. Quotes and brackets around a value do not
// count. Values of other rules keep a finding for each line.
void merge_repeated_values(const RuleSet& rules, std::vector<Finding>& findings, std::size_t from);

}  // namespace leakwarden::scanner
