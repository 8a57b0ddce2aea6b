#pragma once

// From one rule set to another: which rules differ, and whether looking for those alone tells what
// may be judged differently.
//
//   before   a, b, c         now   a, b', d         differ: b and b', c, d
//
// A text in which no rule that differs has a trigger, neither its earlier version nor its
// present one, is judged as before: rules meet only where both have triggers, in overlaps and in
// the budgets of a text. That is not so for
// judged and assigned rules, which name each other's candidates; where one of those differs nothing
// can be told.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

// Beyond so many a scan with all rules is as quick.
inline constexpr std::size_t kMostChangedVersions = 200;

// Both versions of every rule that differs, under ids of their own, to look for triggers with
// (their pairs are left out). Nothing where that would not tell, or nothing differs.
std::optional<std::vector<Rule>> versions_that_differ(const std::vector<Rule>& before,
                                                      const std::vector<Rule>& now);

// What a verdict depends on of all rules of a set, to be compared with later ones.
std::string encode_rules(const std::vector<Rule>& rules);
std::optional<std::vector<Rule>> decode_rules(std::string_view bytes);

}  // namespace leakwarden::scanner
