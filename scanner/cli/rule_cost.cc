#include "scanner/cli/rule_cost.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <tuple>

namespace leakwarden::scanner {
namespace {

constexpr double kMegabyte = 1e6;
constexpr std::uint32_t kGoodLiteralBytes = 3;
constexpr std::size_t kShown = 5;
constexpr double kWorthSaying = 0.001;  // of the bytes scanned

RuleCost cost_of(const Rule& rule) {
  RuleCost cost;
  cost.rule_id = rule.id;
  cost.literal_bytes = rule.trigger_literal_bytes;
  cost.fires_a_megabyte = kMegabyte / std::exp2(rule.trigger_bits);
  const double window =
      rule.before + (rule.locality == Locality::Object ? rule.max_bytes : rule.width);
  cost.bytes_a_megabyte = cost.fires_a_megabyte * window;
  return cost;
}

std::string line_of(const RuleCost& cost) {
  const double percent = 100 * cost.bytes_a_megabyte / kMegabyte;
  std::string text = fmt::format("  {:<36} ", cost.rule_id);
  text += percent < kWorthSaying ? std::string("hardly ever fires")
                                 : fmt::format("fires {:.3g} times a MB, {:.3g} % read again",
                                               cost.fires_a_megabyte, percent);
  if (cost.literal_bytes < kGoodLiteralBytes) {
    text += fmt::format("; fixed word of {} bytes", cost.literal_bytes);
  }
  return text + "\n";
}

}  // namespace

std::vector<RuleCost> rule_costs(const std::vector<Rule>& rules) {
  std::vector<RuleCost> costs;
  for (const Rule& rule : rules) {
    if (!rule.trigger.empty()) costs.push_back(cost_of(rule));
  }
  std::stable_sort(costs.begin(), costs.end(), [](const RuleCost& left, const RuleCost& right) {
    return std::make_tuple(left.literal_bytes >= kGoodLiteralBytes, -left.bytes_a_megabyte) <
           std::make_tuple(right.literal_bytes >= kGoodLiteralBytes, -right.bytes_a_megabyte);
  });
  return costs;
}

std::string rule_costs_text(const std::vector<RuleCost>& costs) {
  std::string lines;
  for (std::size_t i = 0; i < std::min(costs.size(), kShown); ++i) {
    const bool dear = costs[i].literal_bytes < kGoodLiteralBytes ||
                      costs[i].bytes_a_megabyte / kMegabyte >= kWorthSaying;
    if (dear) lines += line_of(costs[i]);
  }
  return lines.empty() ? "cost: none of them slows a scan noticeably\n"
                       : "cost, dearest first (by accident; a word that source text is full of fires more often):\n" + lines;
}

}  // namespace leakwarden::scanner
