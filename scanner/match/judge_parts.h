#pragma once

// judge() over a plain rule table, for whoever has no RuleSet (tests, the linter).

#include <string_view>
#include <vector>

#include "scanner/match/judge.h"

namespace leakwarden::scanner {

JudgedObject judge_with(const RuleList& rules, std::string_view text, LocalVerdicts verdicts,
                        KeepDropped keep_dropped = KeepDropped::No);

}  // namespace leakwarden::scanner
