#pragma once

// Could a text whose trigger ends are known have stormed, had it been scanned whole?
//
// Storms are counted by Hyperscan's reports, and an end may be reported more than once (two forms
// of one encoded trigger, two stretches over one another). So a text whose ends come to a quarter
// of any cap counts as near it.
//
// Thread rules: one per thread.

#include <cstdint>
#include <vector>

#include "scanner/base/limits.h"
#include "scanner/rules/encoded_trigger.h"
#include "scanner/rules/rule_list.h"

namespace leakwarden::scanner {

class EndBudget {
 public:
  EndBudget(const RuleList& rules, const Limits& limits);

  // So few ends are near no cap, whoever's they are.
  bool is_surely_enough_for(std::uint64_t ends) const { return ends <= least_; }

  void reset();
  void count(std::uint32_t rule, EncodedForm form);
  // Of all that was counted since reset().
  bool is_near() const { return near_; }

 private:
  std::vector<std::uint32_t> caps_;  // a quarter of each rule's
  std::uint64_t most_ = 0;
  std::uint64_t most_encoded_ = 0;
  std::uint64_t least_ = 0;
  std::vector<std::uint32_t> counts_;
  std::uint64_t all_ = 0;
  std::uint64_t encoded_ = 0;
  bool near_ = false;
};

}  // namespace leakwarden::scanner
