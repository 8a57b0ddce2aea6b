#include "scanner/match/inheriting_finder.h"

#include <algorithm>
#include <utility>

#include "scanner/match/encoded_judge.h"
#include "scanner/match/encoded_run.h"
#include "scanner/match/interval.h"

namespace leakwarden::scanner {

InheritingFinder::InheritingFinder(const RuleList& rules, const Limits& limits)
    : rules_(rules), limits_(limits) {}

void InheritingFinder::ask_rules() {
  budget_.emplace(rules_, limits_);
  reaches_.reserve(rules_.size());
  for (const Rule& rule : rules_) {
    const DependencyReach reach = dependency_reach(rule);
    reaches_.push_back({reach.left, reach.right, rule.locality == Locality::Object});
  }
}

Result<FoundVerdicts> InheritingFinder::find(LocalFinder& finder, std::string_view text,
                                             const Inheritance& from, WantedVerdicts wanted,
                                             AsBase as_base) {
  begin(from, as_base);
  LEAKWARDEN_TRY(const TriggerEnds* scanned, ends_of(finder, text));
  const bool unusual = !scanned->stormed.empty() || scanned->limit_reached;
  if (!unusual) LEAKWARDEN_CHECK(answer_all(finder, text, *scanned));
  if (!unusual && decoded_bytes_ <= kMaxDecodedOfText) return result(finder, text.size(), wanted);
  FoundVerdicts plain;
  LEAKWARDEN_TRY(plain.found, finder.find(text));
  return plain;
}

void InheritingFinder::begin(const Inheritance& from, AsBase as_base) {
  if (from.base != nullptr && !budget_) ask_rules();
  base_ = from.base;
  as_base_ = as_base;
  decoded_bytes_ = 0;
  any_kept_ = false;
  fresh_.clear();
  answers_.clear();
  ends_.clear();
  steps_.clear();
  copies_ = from.copies;
}

// Those of the steps that are scanned; of the whole text where that is the safe way.
Result<const TriggerEnds*> InheritingFinder::ends_of(LocalFinder& finder, std::string_view text) {
  if (base_ == nullptr) return scan_whole(finder, text);
  plan_ends(text.size(), base_->text_bytes, copies_, finder.triggers().margins(), steps_);
  ranges_.clear();
  for (const PlanStep& step : steps_) {
    if (step.copy == nullptr) ranges_.push_back(step.ends);
  }
  if (ranges_.size() == steps_.size()) return scan_whole(finder, text);
  LEAKWARDEN_TRY(const TriggerEnds* scanned, finder.triggers().scan_ranges(text, ranges_));
  const bool unusual = !scanned->stormed.empty() || scanned->limit_reached;
  if (unusual || is_near_a_cap(*scanned)) return scan_whole(finder, text);
  return scanned;
}

Result<const TriggerEnds*> InheritingFinder::scan_whole(LocalFinder& finder,
                                                        std::string_view text) {
  steps_.assign(1, {{0, text.size()}, nullptr});
  return finder.triggers().scan(text);
}

InheritingFinder::BaseEnds InheritingFinder::base_ends(const PlanStep& step) const {
  const std::uint64_t by = step.copy->base_begin - step.copy->begin;
  const std::vector<KnownEnd>& all = base_->ends;
  const std::vector<KnownEnd>::const_iterator first =
      std::lower_bound(all.begin(), all.end(), step.ends.first + by,
                       [](const KnownEnd& one, std::uint64_t end) { return one.end < end; });
  const std::vector<KnownEnd>::const_iterator last =
      std::upper_bound(first, all.end(), step.ends.last + by,
                       [](std::uint64_t end, const KnownEnd& one) { return end < one.end; });
  return {first, last};
}

bool InheritingFinder::is_near_a_cap(const TriggerEnds& scanned) {
  std::uint64_t ends = scanned.ends.size();
  for (const PlanStep& step : steps_) {
    if (step.copy != nullptr) ends += base_ends(step).size();
  }
  if (budget_->is_surely_enough_for(ends)) return false;
  budget_->reset();
  for (const TriggerEnd& end : scanned.ends) budget_->count(end.rule, end.form);
  for (const PlanStep& step : steps_) {
    if (step.copy == nullptr) continue;
    const BaseEnds inherited = base_ends(step);
    for (const KnownEnd& end : inherited) budget_->count(end.rule, end.form);
  }
  return budget_->is_near();
}

Status InheritingFinder::answer_all(LocalFinder& finder, std::string_view text,
                                    const TriggerEnds& scanned) {
  finder.begin_text();
  std::vector<TriggerEnd>::const_iterator next = scanned.ends.begin();
  for (const PlanStep& step : steps_) {
    if (step.copy != nullptr) {
      const BaseEnds inherited = base_ends(step);
      for (const KnownEnd& end : inherited)
        LEAKWARDEN_CHECK(answer_base_end(finder, text, step, end));
      continue;
    }
    for (; next != scanned.ends.end() && next->end <= step.ends.last; ++next)
      LEAKWARDEN_CHECK(ask(finder, text, *next));
  }
  return done();
}

Status InheritingFinder::answer_base_end(LocalFinder& finder, std::string_view text,
                                         const PlanStep& step, const KnownEnd& end) {
  const TriggerEnd there{end.end - step.copy->base_begin + step.copy->begin, end.rule, end.form};
  if (!inherits_verdict(end, step, text.size())) return ask(finder, text, there);
  if (end.form != EncodedForm::Plain) decoded_bytes_ += decoding_cost(rules_[end.rule], end.form);
  finder.note_latest(end.rule, 0);
  const bool has_match = end.verdict != KnownEnd::kNoMatch;
  add_end(there, has_match);
  if (!has_match) return done();
  const LocalVerdict& verdict = base_->verdicts[end.verdict];
  any_kept_ |= verdict.reason == Reason::Kept;
  answers_.push_back({&verdict, step.copy, 0});
  return done();
}

Status InheritingFinder::ask(LocalFinder& finder, std::string_view text,
                             const TriggerEnd& trigger) {
  if (trigger.form != EncodedForm::Plain)
    decoded_bytes_ += decoding_cost(rules_[trigger.rule], trigger.form);
  if (decoded_bytes_ > kMaxDecodedOfText) return done();
  LEAKWARDEN_TRY(LocalVerdict verdict, finder.judge(text, trigger, fresh_));
  const bool has_match = verdict.reason != Reason::NoMatch;
  add_end(trigger, has_match);
  finder.note_latest(trigger.rule, has_match ? fresh_.size() + 1 : 0);
  if (!has_match) return done();
  any_kept_ |= verdict.reason == Reason::Kept;
  answers_.push_back({nullptr, nullptr, fresh_.size()});
  fresh_.push_back(std::move(verdict));
  return done();
}

bool InheritingFinder::inherits_verdict(const KnownEnd& end, const PlanStep& step,
                                        std::size_t text_bytes) const {
  const CopiedBytes& copy = *step.copy;
  const bool with_begin = joins_begins(copy);
  const bool with_end = joins_ends(copy, text_bytes, base_->text_bytes);
  if (with_begin && with_end) return true;
  const Reach reach = reach_of(end);
  if (reach.whole_text) return false;
  return (with_begin || end.end >= copy.base_begin + reach.left) &&
         (with_end || end.end + reach.right <= copy.base_begin + copy.length);
}

InheritingFinder::Reach InheritingFinder::reach_of(const KnownEnd& end) const {
  const Reach& plain = reaches_[end.rule];
  if (end.form == EncodedForm::Plain || plain.whole_text) return plain;
  const EncodedReach reach = encoded_reach(rules_[end.rule], end.form);
  return {reach.left + 1, reach.right + 1, false};
}

void InheritingFinder::add_end(const TriggerEnd& trigger, bool has_match) {
  if (as_base_ == AsBase::No) return;
  const std::size_t verdict = has_match ? answers_.size() : KnownEnd::kNoMatch;
  ends_.push_back({static_cast<std::uint32_t>(trigger.end), trigger.rule,
                   static_cast<std::uint32_t>(verdict), trigger.form});
}

FoundVerdicts InheritingFinder::result(const LocalFinder& finder, std::size_t text_bytes,
                                       WantedVerdicts wanted) {
  FoundVerdicts all;
  all.found.now_unix_seconds = finder.now_unix_seconds();
  const bool are_wanted = any_kept_ || wanted == WantedVerdicts::Always;
  if (as_base_ == AsBase::Yes) {
    all.known = KnownVerdicts{text_bytes, ends_, take_verdicts()};
    if (are_wanted) all.found.verdicts = all.known->verdicts;
  } else if (are_wanted) {
    all.found.verdicts = take_verdicts();
  }
  return all;
}

std::vector<LocalVerdict> InheritingFinder::take_verdicts() {
  std::vector<LocalVerdict> verdicts;
  verdicts.reserve(answers_.size());
  for (const Answer& answer : answers_) {
    if (answer.inherited != nullptr)
      verdicts.push_back(moved(*answer.inherited, *answer.copy));
    else
      verdicts.push_back(std::move(fresh_[answer.fresh]));
  }
  return verdicts;
}

}  // namespace leakwarden::scanner
