#pragma once

// The catalogue for people: every rule with what it opens and how to revoke it, as one HTML file that
// can be filtered, or as Markdown for a wiki.
//
// The HTML needs nothing else: style and script are inside, the script allowed by its hash; without
// script everything is shown. Texts of rule files are escaped wherever they stand.

#include <string>

#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

std::string rule_list_html(const RuleSet& rules);
std::string rule_list_markdown(const RuleSet& rules);

}  // namespace leakwarden::scanner
