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
  for (const Rule& rule : rules) caps.push_back(report_cap(rule, limits));
  return caps;
}

// An encoded form's trigger is at most kMaxEncodedTriggerBytes long and counts only in a stretch of
// kShortestStretch bytes, which may lie on either side of it.
TriggerMargins margins_of(const std::vector<Rule>& rules) {
  std::uint64_t widest = kMaxEncodedTriggerBytes + kShortestStretch;
  for (const Rule& rule : rules) widest = std::max<std::uint64_t>(widest, rule.trigger_width);
  return {widest + 1, kShortestStretch + 1};
}

bool in_order(const TriggerEnd& left, const TriggerEnd& right) {
  return std::tie(left.end, left.rule, left.form) < std::tie(right.end, right.rule, right.form);
}

}  // namespace

std::uint32_t report_cap(const Rule& rule, const Limits& limits) {
  return rule.judging == Judging::None ? limits.max_matches_per_rule
                                       : limits.max_judged_matches_per_rule;
}

void TriggerScanner::FreeScratch::operator()(hs_scratch* scratch) const {
  hs_free_scratch(scratch);
}

Result<TriggerScanner> TriggerScanner::create(const hs_database* database,
                                              const std::vector<Rule>& rules, const Limits& limits,
                                              const hs_database* encoded) {
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
      counts_(rules.size(), 0),
      margins_(margins_of(rules)) {}

int TriggerScanner::on_trigger(unsigned id, unsigned long long, unsigned long long to, unsigned,
                               void* self) {
  TriggerScanner& scanner = *static_cast<TriggerScanner*>(self);
  to += scanner.part_begin_;
  if (to < scanner.wanted_.first || to > scanner.wanted_.last) return 0;
  if (++scanner.reports_ > scanner.per_object_) return 1;
  const std::size_t rules = scanner.counts_.size();
  if (id >= rules * kEncodedForms) return 0;
  if (id >= rules && ++scanner.encoded_reports_ > kMaxEncodedTriggers) return 1;
  const std::uint32_t rule = static_cast<std::uint32_t>(id % rules);
  std::uint32_t count = ++scanner.counts_[rule];
  if (count <= scanner.caps_[rule])
    scanner.found_.ends.push_back({to, rule, static_cast<EncodedForm>(id / rules)});
  else if (count == scanner.caps_[rule] + 1)
    scanner.found_.stormed.push_back(rule);
  return 0;
}

Result<const TriggerEnds*> TriggerScanner::scan(std::string_view text) {
  if (text.size() > UINT32_MAX) return Error::too_large("match a text", "", "4 GiB or more");
  reset();
  const Span whole{0, text.size()};
  LEAKWARDEN_CHECK(run(database_, text, whole));
  LEAKWARDEN_CHECK(run_encoded(text, whole));
  return put_in_order();
}

Result<const TriggerEnds*> TriggerScanner::scan_ranges(std::string_view text,
                                                       std::span<const EndRange> ranges) {
  if (text.size() > UINT32_MAX) return Error::too_large("match a text", "", "4 GiB or more");
  reset();
  for (const EndRange& range : ranges) {
    wanted_ = range;
    const Span part{range.first - std::min(range.first, margins_.left),
                    std::min<std::uint64_t>(text.size(), range.last + margins_.right)};
    LEAKWARDEN_CHECK(run(database_, text, part));
    LEAKWARDEN_CHECK(run_encoded(text, part));
    if (found_.limit_reached) break;
  }
  return put_in_order();
}

const TriggerEnds* TriggerScanner::put_in_order() {
  forget_stormed();
  std::sort(found_.ends.begin(), found_.ends.end(), in_order);
  found_.ends.erase(std::unique(found_.ends.begin(), found_.ends.end()), found_.ends.end());
  return &found_;
}

Status TriggerScanner::run_encoded(std::string_view text, const Span& part) {
  if (encoded_ == nullptr || found_.limit_reached) return done();
  stretches_.clear();
  find_encoded_stretches(text.substr(part.begin, part.size()), stretches_);
  for (const Span& stretch : stretches_) {
    const Span placed{part.begin + stretch.begin, part.begin + stretch.end};
    LEAKWARDEN_CHECK(run(encoded_, text, placed));
    if (found_.limit_reached) break;
  }
  return done();
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
  wanted_ = {0, UINT64_MAX};
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
