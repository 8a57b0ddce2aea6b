#pragma once

// Rules written as a rule file: the form of rules/README.md, every text quoted where YAML would
// read it otherwise.

#include <string>
#include <vector>

#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

// One file. Rules of another provider than `provider` name theirs. Only what an imported rule has is
// written: no trigger, checksum, decoder or verify block.
std::string rule_file_text(const std::string& provider, const std::vector<Rule>& rules,
                           const std::string& heading);

// As a single-quoted scalar, or double-quoted where control characters ask for it.
std::string yaml_quoted(const std::string& text);

}  // namespace leakwarden::scanner
