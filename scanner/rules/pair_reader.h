#pragma once

// `pair: {with: [rule-id], reach: 200, needed: true}` of a rule: which id belongs to its secrets.

#include "scanner/rules/mapping_reader.h"
#include "scanner/rules/pattern.h"
#include "scanner/rules/rule.h"
#include "scanner/rules/rule_reader.h"

namespace leakwarden::scanner {

// Empty when the rule has no `pair`. Mistakes go to `problems`.
PairedWith read_pair(MappingReader& keys, const RuleFile& file, ByteSets& byte_sets,
                     ProblemList* problems);

}  // namespace leakwarden::scanner
