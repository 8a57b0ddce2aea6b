#pragma once

// A password that stands on nine lines of a file is one finding, which names the other eight.

#include <cstddef>
#include <string>
#include <vector>

#include "scanner/base/finding.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

// The member of an archive that holds it ("zip:inner/conf.ini\n"), whose lines are not the file's; ""
// when none does.
std::string member_of(const Finding& finding);

// Of findings[from …] of judged, assigned and generic rules, those with one value at one path
// (and in one member of an archive) become one, and the lines of the others become its `other_lines`. The one that stays is that of
// an assigned rule, then the surest, then the first; it is as sure as the surest of them. Quotes and brackets around a value do not
// count. Values of other rules keep a finding for each line.
void merge_repeated_values(const RuleSet& rules, std::vector<Finding>& findings, std::size_t from);

}  // namespace leakwarden::scanner
