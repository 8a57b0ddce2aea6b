#pragma once

// `leakwarden rules explain FILE`: what each rule whose trigger fires makes of a text, kept or
// dropped, and why. For whoever writes a rule.

#include <memory>
#include <string>

#include "scanner/base/result.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

// `path` may be "-": standard input. `only` is a rule's id, or "" for all. At most 1 MiB is read.
Result<std::string> explained_text(std::shared_ptr<const RuleSet> rules, const std::string& path,
                                   const std::string& only);

}  // namespace leakwarden::scanner
