#include "scanner/match/inheriting_finder.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "scanner/match/encoded_judge.h"
#include "scanner/match/encoded_run.h"
#include "scanner/match/interval.h"

namespace leakwarden::scanner {
namespace {

// To look for few rules' words costs less than to hash the bytes they are looked for in.
constexpr std::size_t kFewestRulesToRemember = 64;

}  // namespace

InheritingFinder::InheritingFinder(const RuleList& rules, const Limits& limits)
    : rules_(rules), limits_(limits) {}

void InheritingFinder::ask_rules() {
  budget_.emplace(rules_, limits_);
  reaches_.reserve(rules_.size());
  for (const Rule& rule : rules_) reaches_.push_back(reach_of_rule(rule));
}

// One more on each side: \b looks at it.
InheritingFinder::Reach InheritingFinder::reach_of_rule(const Rule& rule) {
  const bool whole_text = rule.locality == Locality::Object;
  const std::uint64_t width = whole_text ? rule.max_bytes : rule.width;
  std::uint64_t around = rule.context.words.empty() ? 0 : rule.context.reach;
  if (rule.judging != Judging::None) around = std::max<std::uint64_t>(around, kJudgeReach);
  return {std::uint64_t{rule.before} + 1, width + 1, around + 1, whole_text};
}

Result<FoundVerdicts> InheritingFinder::find(LocalFinder& finder, std::string_view text,
                                             const Inheritance& from, WantedVerdicts wanted,
                                             AsBase as_base) {
  begin(finder, from, as_base);
  LEAKWARDEN_TRY(const TriggerEnds* scanned, ends_of(finder, text));
  const bool unusual = !scanned->stormed.empty() || scanned->limit_reached;
  if (!unusual) LEAKWARDEN_CHECK(answer_all(finder, text, *scanned));
  if (!unusual && decoded_bytes_ <= kMaxDecodedOfText) return result(finder, text.size(), wanted);
  FoundVerdicts plain;
  LEAKWARDEN_TRY(plain.found, finder.find(text));
  plain.any_end = true;
  return plain;
}

void InheritingFinder::begin(LocalFinder& finder, const Inheritance& from, AsBase as_base) {
  if (from.base != nullptr && !budget_) {
    ask_rules();
    finder.remember_candidates();
  }
  base_ = from.base;
  as_base_ = as_base;
  decoded_bytes_ = 0;
  any_end_ = any_kept_ = false;
  fresh_.clear();
  answers_.clear();
  ends_.clear();
  steps_.clear();
  copies_ = from.copies;
}

// Those of the steps that are scanned; of the whole text where that is the safe way.
Result<const TriggerEnds*> InheritingFinder::ends_of(LocalFinder& finder, std::string_view text) {
  if (base_ == nullptr) return scan_whole(finder, text);
  const TriggerMargins& margins = finder.triggers().margins();
  plan_ends(text.size(), base_->text_bytes, copies_, margins, steps_);
  const bool inherits = std::any_of(steps_.begin(), steps_.end(),
                                    [](const PlanStep& step) { return step.copy != nullptr; });
  if (!inherits) return scan_whole(finder, text);
  recall_ends(text, margins);
  LEAKWARDEN_TRY(const TriggerEnds* scanned, finder.triggers().scan_ranges(text, ranges_));
  if (!scanned->stormed.empty() || scanned->limit_reached) return scan_whole(finder, text);
  remember_ends(*scanned);
  const TriggerEnds* all = joined(*scanned);
  return is_near_a_cap(*all) ? scan_whole(finder, text) : all;
}

void InheritingFinder::recall_ends(std::string_view text, const TriggerMargins& margins) {
  unknown_.clear();
  ranges_.clear();
  recalled_.clear();
  for (const PlanStep& step : steps_) {
    if (step.copy != nullptr) continue;
    if (rules_.size() < kFewestRulesToRemember) {
      ranges_.push_back(step.ends);
      continue;
    }
    for (std::uint64_t first = step.ends.first; first <= step.ends.last;) {
      const EndRange part{first, EndMemo::end_of_part(text, {first, step.ends.last})};
      recall_part(EndMemo::stretch(text, part, margins));
      first = part.last + 1;
    }
  }
}

void InheritingFinder::recall_part(const EndMemo::Stretch& part) {
  if (end_memo_.recall(part, recalled_)) return;
  unknown_.push_back(part);
  if (!ranges_.empty() && ranges_.back().last + 1 == part.wanted.first)
    ranges_.back().last = part.wanted.last;
  else
    ranges_.push_back(part.wanted);
}

void InheritingFinder::remember_ends(const TriggerEnds& scanned) {
  std::vector<TriggerEnd>::const_iterator first = scanned.ends.begin();
  for (const EndMemo::Stretch& stretch : unknown_) {
    const std::vector<TriggerEnd>::const_iterator last =
        std::find_if(first, scanned.ends.end(),
                     [&](const TriggerEnd& one) { return one.end > stretch.wanted.last; });
    end_memo_.remember(stretch, {first, last});
    first = last;
  }
}

const TriggerEnds* InheritingFinder::joined(const TriggerEnds& scanned) {
  if (recalled_.empty()) return &scanned;
  joined_.ends.clear();
  // No stretch has ends in another one.
  std::merge(scanned.ends.begin(), scanned.ends.end(), recalled_.begin(), recalled_.end(),
             std::back_inserter(joined_.ends),
             [](const TriggerEnd& left, const TriggerEnd& right) { return left.end < right.end; });
  return &joined_;
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
  answers_.push_back({&verdict, step.copy, 0, end.form});
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
  answers_.push_back({nullptr, nullptr, fresh_.size(), trigger.form});
  fresh_.push_back(std::move(verdict));
  return done();
}

bool InheritingFinder::inherits_verdict(const KnownEnd& end, const PlanStep& step,
                                        std::size_t text_bytes) const {
  const CopiedBytes& copy = *step.copy;
  const Copied copied{copy.base_begin, copy.base_begin + copy.length, joins_begins(copy),
                      joins_ends(copy, text_bytes, base_->text_bytes)};
  if (copied.with_begin && copied.with_end) return true;
  if (end.form != EncodedForm::Plain) return inherits_encoded(end, copied);
  const Reach& reach = reaches_[end.rule];
  if (!copied.covers(end.end, reach.left, end.end, reach.right)) return false;
  if (end.verdict == KnownEnd::kNoMatch) return true;
  const Span match = base_->verdicts[end.verdict].match;
  return !reach.whole_text &&
         copied.covers(match.begin, reach.around_match, match.end, reach.around_match);
}

bool InheritingFinder::inherits_encoded(const KnownEnd& end, const Copied& copied) const {
  if (reaches_[end.rule].whole_text) return false;
  const EncodedReach reach = encoded_reach(rules_[end.rule], end.form);
  return copied.covers(end.end, reach.left + 1, end.end, reach.right + 1);
}

void InheritingFinder::add_end(const TriggerEnd& trigger, bool has_match) {
  any_end_ = true;
  if (as_base_ == AsBase::No) return;
  const std::size_t verdict = has_match ? answers_.size() : KnownEnd::kNoMatch;
  ends_.push_back({static_cast<std::uint32_t>(trigger.end), trigger.rule,
                   static_cast<std::uint32_t>(verdict), trigger.form});
}

FoundVerdicts InheritingFinder::result(const LocalFinder& finder, std::size_t text_bytes,
                                       WantedVerdicts wanted) {
  FoundVerdicts all;
  all.found.now_unix_seconds = finder.now_unix_seconds();
  all.any_end = any_end_;
  const bool are_wanted = any_kept_ || wanted == WantedVerdicts::Always;
  if (as_base_ == AsBase::Yes) {
    all.known = KnownVerdicts{text_bytes, ends_, take_verdicts(text_bytes)};
    if (are_wanted) all.found.verdicts = all.known->verdicts;
  } else if (are_wanted) {
    all.found.verdicts = take_verdicts(text_bytes);
  }
  return all;
}

std::vector<LocalVerdict> InheritingFinder::take_verdicts(std::size_t text_bytes) {
  std::vector<LocalVerdict> verdicts;
  verdicts.reserve(answers_.size());
  for (const Answer& answer : answers_) {
    if (answer.inherited != nullptr)
      verdicts.push_back(moved_here(answer, text_bytes));
    else
      verdicts.push_back(std::move(fresh_[answer.fresh]));
  }
  return verdicts;
}

// Of the interval only what counted for this candidate was copied; the rest may be cut otherwise.
LocalVerdict InheritingFinder::moved_here(const Answer& answer, std::size_t text_bytes) const {
  LocalVerdict verdict = moved(*answer.inherited, *answer.copy);
  if (answer.form == EncodedForm::Plain)
    verdict.interval = dependency_interval(rules_[verdict.family], verdict.trigger_end, text_bytes);
  return verdict;
}

}  // namespace leakwarden::scanner
