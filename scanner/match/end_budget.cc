#include "scanner/match/end_budget.h"

#include <algorithm>

#include "scanner/match/trigger.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint32_t kReportsOfAnEnd = 4;

}  // namespace

EndBudget::EndBudget(const RuleList& rules, const Limits& limits)
    : most_(limits.max_triggers_per_object / kReportsOfAnEnd),
      most_encoded_(kMaxEncodedTriggers / kReportsOfAnEnd),
      least_(std::min(most_, most_encoded_)),
      counts_(rules.size(), 0) {
  caps_.reserve(rules.size());
  for (const Rule& rule : rules) {
    caps_.push_back(report_cap(rule, limits) / kReportsOfAnEnd);
    least_ = std::min<std::uint64_t>(least_, caps_.back());
  }
}

void EndBudget::reset() {
  std::fill(counts_.begin(), counts_.end(), 0);
  all_ = encoded_ = 0;
  near_ = false;
}

void EndBudget::count(std::uint32_t rule, EncodedForm form) {
  near_ = near_ || ++counts_[rule] > caps_[rule] || ++all_ > most_;
  if (form != EncodedForm::Plain) near_ = near_ || ++encoded_ > most_encoded_;
}

}  // namespace leakwarden::scanner
