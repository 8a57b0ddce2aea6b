#pragma once

// One entry of a rule file → Rule, with trigger, width and reach derived. See load.h.

#include <optional>
#include <string>

#include "scanner/rules/load.h"
#include "scanner/rules/pattern.h"
#include "scanner/rules/yaml_source.h"

namespace leakwarden::scanner {

struct RuleFile {  // what all rules of a file share
  std::string name;
  std::string provider;
  std::string homepage;
};

struct ReadRule {
  Rule rule;
  RulePlaces places;
};

// Reports every mistake of this entry to `problems`; nothing when it had one.
std::optional<ReadRule> read_rule(const YamlNode& node, const RuleFile& file, ByteSets& byte_sets,
                                  ProblemList* problems);

}  // namespace leakwarden::scanner
