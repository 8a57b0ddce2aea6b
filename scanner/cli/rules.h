#pragma once

// `leakwarden rules …`: what is looked for, and is it well made?
//
//   rules list                  the rules in use, one a line; --format html: a page to look around
//   rules show ID               one rule with all that was derived from it, and its advice
//   rules check [FILE…]         mistakes, lint, examples, cost; the built-in rules without FILE
//   rules explain FILE          what the rules make of a text, kept or not, and why
//   rules generate ID           made-up texts in which a rule finds something, or almost
//   rules import FILE…          gitleaks.toml or betterleaks.toml → our rule files
//
// Exit codes: 0 good, warnings included; 2 wrong usage, or a rule file with an error of any kind
// (it does not load, lint refuses it, an example fails): that is wrong configuration. Never 1,
// which says that a secret was found.

#include <string>
#include <vector>

namespace leakwarden::scanner {

// `arguments` without "leakwarden" and "rules". Prints to standard output, errors to standard
// error.
int rules_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
