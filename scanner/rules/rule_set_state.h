#pragma once

// What a RuleSet owns; shared by rule_set.cc and rule_set_load.cc only.

#include <mutex>
#include <optional>

#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/rule_image.h"
#include "scanner/rules/rule_list.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {

struct RuleSet::State {
  // The bytes' owner: one of these, or somebody else.
  AlignedBytes memory;
  MappedFile file;

  std::string_view bytes;
  RuleImage image;
  std::optional<StemTriggers> stems;
  std::string digest;
  std::optional<DecodedRules> verdict_rules;
  std::optional<DecodedRules> described_rules;

  std::once_flag described;
  std::vector<Rule> rules;  // all of them, made when first asked for
};

}  // namespace leakwarden::scanner
