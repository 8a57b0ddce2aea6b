#pragma once

// What a rule costs a scan, by the same rough model that ranks triggers (rules/rarity.h): how often
// its trigger fires in source text by accident, times the bytes RE2 then reads again. Good for
// comparing rules, not for seconds; tests/bench measures those.

#include <string>
#include <vector>

#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

struct RuleCost {
  std::string rule_id;
  double fires_a_megabyte = 0;
  double bytes_a_megabyte = 0;      // that RE2 reads again
  std::uint32_t literal_bytes = 0;  // of the trigger; below 3 every byte of every scan pays
};

// Dearest first: short literals, then bytes. Rules without a trigger cost nothing by themselves.
std::vector<RuleCost> rule_costs(const std::vector<Rule>& rules);

// "costs      …" lines of the dearest few; empty when none costs a noticeable part.
std::string rule_costs_text(const std::vector<RuleCost>& costs);

}  // namespace leakwarden::scanner
