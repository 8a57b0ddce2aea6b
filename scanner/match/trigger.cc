#include "scanner/match/trigger.h"

#include <hs.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "scanner/match/encoded_stretches.h"

namespace leakwarden::scanner {
namespace {

Error hyperscan_error(const char* what, hs_error_t code) {
  return Error::io(what, "", fmt::format("Hyperscan error {}", code));
}

std::vector<std::uint32_t> caps_of(const std::vector<Rule>& rules, const Limits& limits) {
  std::vector<std::uint32_t> caps;
  caps.reserve(rules.size());
  for (const Rule& rule : rules) {
    caps.push_back(rule.judging == Judging::None ? limits.max_matches_per_rule
                                                 : limits.max_judged_matches_per_rule);
  }
  return caps;
}

bool in_order(const TriggerEnd& left, const TriggerEnd& right) {
  return std::tie(left.end, left.rule, left.form) < std::tie(right.end, right.rule, right.form);
}

}  // namespace

void TriggerScanner::FreeScratch::operator()(hs_scratch* scratch) const {
  hs_free_scratch(scratch);
}

Result<TriggerScanner> TriggerScanner::create(const hs_database* database,
                                              const std::vector<Rule>& rules,
                                              const Limits& limits, const hs_database* encoded) {
  hs_scratch_t* scratch = nullptr;
  hs_error_t code = hs_alloc_scratch(database, &scratch);
  if (code == HS_SUCCESS && encoded != nullptr) code = hs_alloc_scratch(encoded, &scratch);
  if (code != HS_SUCCESS) {
    hs_free_scratch(scratch);
    return hyperscan_error("prepare the matcher", code);
  }
  return TriggerScanner(database, encoded, scratch, rules, limits);
}

TriggerScanner::TriggerScanner(const hs_database* database, const hs_database* encoded,
                               hs_scratch* scratch, const std::vector<Rule>& rules,
                               const Limits& limits)
    : database_(database),
      encoded_(encoded),
      scratch_(scratch),
      caps_(caps_of(rules, limits)),
      per_object_(limits.max_triggers_per_object),
      counts_(rules.size(), 0) {}

int TriggerScanner::on_trigger(unsigned id, unsigned long long, unsigned long long to, unsigned,
                               void* self) {
  TriggerScanner& scanner = *static_cast<TriggerScanner*>(self);
  if (++scanner.reports_ > scanner.per_object_) return 1;
  const std::size_t rules = scanner.counts_.size();
  if (id >= rules * kEncodedForms) return 0;
  if (id >= rules && ++scanner.encoded_reports_ > kMaxEncodedTriggers) return 1;
  const std::uint32_t rule = static_cast<std::uint32_t>(id % rules);
  std::uint32_t count = ++scanner.counts_[rule];
  if (count <= scanner.caps_[rule])
    scanner.found_.ends.push_back(
        {scanner.part_begin_ + to, rule, static_cast<EncodedForm>(id / rules)});
  else if (count == scanner.caps_[rule] + 1)
    scanner.found_.stormed.push_back(rule);
  return 0;
}

Result<const TriggerEnds*> TriggerScanner::scan(std::string_view text) {
  if (text.size() > UINT32_MAX) return Error::too_large("match a text", "", "4 GiB or more");
  reset();
  LEAKWARDEN_CHECK(run(database_, text, {0, text.size()}));
  if (encoded_ != nullptr && !found_.limit_reached) find_encoded_stretches(text, stretches_);
  for (const Span& stretch : stretches_) {
    LEAKWARDEN_CHECK(run(encoded_, text, stretch));
    if (found_.limit_reached) break;
  }
  forget_stormed();
  std::sort(found_.ends.begin(), found_.ends.end(), in_order);
  found_.ends.erase(std::unique(found_.ends.begin(), found_.ends.end()), found_.ends.end());
  return &found_;
}

Status TriggerScanner::run(const hs_database* database, std::string_view text, const Span& part) {
  part_begin_ = part.begin;
  const char* begin = text.data() != nullptr ? text.data() + part.begin : "";
  const hs_error_t code = hs_scan(database, begin, static_cast<unsigned>(part.size()), 0,
                                  scratch_.get(), on_trigger, this);
  if (code != HS_SUCCESS && code != HS_SCAN_TERMINATED) {
    return hyperscan_error("match a text", code);
  }
  found_.limit_reached = code == HS_SCAN_TERMINATED;
  return done();
}

void TriggerScanner::reset() {
  if (reports_ > 0) std::fill(counts_.begin(), counts_.end(), 0);
  reports_ = 0;
  encoded_reports_ = 0;
  found_.ends.clear();
  stretches_.clear();
  found_.stormed.clear();
  found_.limit_reached = false;
}

void TriggerScanner::forget_stormed() {
  if (found_.stormed.empty()) return;
  std::sort(found_.stormed.begin(), found_.stormed.end());
  std::erase_if(found_.ends,
                [this](const TriggerEnd& end) { return counts_[end.rule] > caps_[end.rule]; });
}

}  // namespace leakwarden::scanner
