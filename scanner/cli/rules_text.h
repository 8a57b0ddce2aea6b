#pragma once

// How `leakwarden rules` shows rules: as text for people, as JSON for tools.

#include <string>
#include <vector>

#include "scanner/rules/problem.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

std::string rule_list_text(const RuleSet& rules);
std::string rule_list_json(const RuleSet& rules);
std::string rule_text(const Rule& rule);
std::string rule_json(const Rule& rule);
std::string problems_json(const ProblemList& problems, std::size_t rule_count);

}  // namespace leakwarden::scanner
