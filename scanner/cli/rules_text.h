#pragma once

// How `leakwarden rules` shows rules: as text for people, as JSON for tools.

#include <string>
#include <vector>

#include "scanner/cli/rules_check.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

std::string rule_list_text(const RuleSet& rules);
std::string rule_list_json(const RuleSet& rules);
std::string rule_text(const Rule& rule);
std::string rule_json(const Rule& rule);
std::string check_text(const RuleReport& report);
std::string check_json(const RuleReport& report);

}  // namespace leakwarden::scanner
