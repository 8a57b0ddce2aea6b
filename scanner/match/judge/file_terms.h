#pragma once

// What the rest of the file says about a judged value, in small whole numbers from 0 to
// kMostFileTerm; their weights are learnt (calibration.h).
//
//   SameValue   other places in the file that have the same value
//   Candidates  how many judged values the file has: log2
//   SameName    how many different values stand under its name: log2; a table has many
//   LongLines   log2 of 1/64 of the average line: minified text and data have long ones
//   Proven      values in the file that their shape alone proves

#include <string_view>
#include <vector>

#include "scanner/match/judge/calibration.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/rule_list.h"

namespace leakwarden::scanner::judging {

bool is_judged(const RuleList& rules, const LocalVerdict& verdict);

// One for each verdict, in their order; zeros for those that are not judged.
std::vector<FileTermValues> file_terms(const RuleList& rules, std::string_view text,
                                       const std::vector<LocalVerdict>& verdicts);

}  // namespace leakwarden::scanner::judging
