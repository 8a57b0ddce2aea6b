#include "scanner/match/local_finder.h"

#include <algorithm>
#include <utility>

#include "scanner/match/cheap_tests.h"
#include "scanner/match/encoded_judge.h"
#include "scanner/match/interval.h"
#include "scanner/match/judge/judge_verdict.h"
#include "scanner/match/name_beside.h"

namespace leakwarden::scanner {
namespace {

bool is_unsaid(std::string_view text, const LocalVerdict& verdict) {
  const Span word = verdict.named_by;
  const Span value = verdict.secret;
  const bool is_beside = word.end <= value.begin && value.begin - word.end <= kBeside;
  return is_unsaid_digest(is_beside ? text.substr(word.end, value.begin - word.end) : "",
                          text.substr(value.begin, value.size()));
}

}  // namespace

Result<LocalFinder> LocalFinder::create(const RuleList& rules, const hs_database* database,
                                        const Limits& limits, std::int64_t now_unix_seconds,
                                        const hs_database* encoded, const StemTriggers* stems) {
  LEAKWARDEN_TRY(TriggerScanner scanner,
                 TriggerScanner::create(database, rules, limits, encoded, stems));
  LEAKWARDEN_TRY(LocalTests tests, LocalTests::create(rules, now_unix_seconds));
  return LocalFinder(rules, std::move(scanner), std::move(tests));
}

LocalFinder::LocalFinder(const RuleList& rules, TriggerScanner scanner, LocalTests tests)
    : rules_(rules),
      scanner_(std::move(scanner)),
      extractor_(rules),
      tests_(std::move(tests)),
      attributor_(rules),
      latest_(rules.size(), 0),
      latest_secret_(rules.size()) {}

Result<LocalVerdicts> LocalFinder::find(std::string_view text) {
  LEAKWARDEN_TRY(const TriggerEnds* triggers, scanner_.scan(text));
  LocalVerdicts found;
  found.now_unix_seconds = tests_.now_unix_seconds();
  found.stormed_rules = triggers->stormed;
  found.trigger_limit_reached = triggers->limit_reached;
  if (triggers->ends.empty()) return found;
  begin_text();
  found.verdicts.reserve(triggers->ends.size());
  decoded_bytes_ = 0;
  for (const TriggerEnd& trigger : triggers->ends) {
    if (trigger.form != EncodedForm::Plain) {
      decoded_bytes_ += decoding_cost(rules_[trigger.rule], trigger.form);
      found.trigger_limit_reached |= decoded_bytes_ > kMaxDecodedOfText;
      if (decoded_bytes_ > kMaxDecodedOfText) continue;
    }
    LEAKWARDEN_TRY(LocalVerdict verdict, judge(text, trigger, found.verdicts));
    found.verdicts.push_back(std::move(verdict));
    note_latest(trigger.rule, found.verdicts.size());
  }
  return found;
}

void LocalFinder::begin_text() {
  for (const std::uint32_t family : touched_) latest_[family] = 0;
  touched_.clear();
}

Result<LocalVerdict> LocalFinder::judge(std::string_view text, TriggerEnd trigger,
                                        const std::vector<LocalVerdict>& earlier) {
  if (trigger.form != EncodedForm::Plain)
    return judge_encoded(rules_, text, trigger, extractor_, tests_);
  LocalVerdict verdict;
  verdict.rule = verdict.family = trigger.rule;
  verdict.trigger_end = trigger.end;
  verdict.interval = dependency_interval(rules_[trigger.rule], trigger.end, text.size());
  LEAKWARDEN_TRY(bool matches, extract(text, trigger));
  verdict.reason = Reason::NoMatch;
  if (!matches) return verdict;
  verdict.match = candidate_.match;
  verdict.secret = candidate_.secret;
  verdict.companions = candidate_.companions;
  if (!take_answer_of_same(trigger.rule, earlier, verdict)) test(text, verdict);
  return verdict;
}

Result<bool> LocalFinder::extract(std::string_view text, const TriggerEnd& trigger) {
  if (scanner_.begins_at_stem(trigger.rule)) {
    return extractor_.extract_at(scanner_.stem_begins(), trigger.rule, text, trigger.end,
                                 candidate_);
  }
  return candidate_memo_ ? extract_or_recall(text, trigger)
                         : extractor_.extract(trigger.rule, text, trigger.end, candidate_);
}

Result<bool> LocalFinder::extract_or_recall(std::string_view text, const TriggerEnd& trigger) {
  const Span window = search_window(rules_[trigger.rule], trigger.end, text.size());
  const std::optional<bool> known =
      candidate_memo_->recall(trigger.rule, text, window, trigger.end, candidate_);
  if (known) return *known;
  LEAKWARDEN_TRY(const bool found, extractor_.extract(trigger.rule, text, trigger.end, candidate_));
  candidate_memo_->remember(found, candidate_);
  return found;
}

// The tests look at a candidate's bytes and those around them only, so a second trigger end inside
// the same candidate has the same answer.
bool LocalFinder::take_answer_of_same(std::uint32_t family,
                                      const std::vector<LocalVerdict>& earlier,
                                      LocalVerdict& verdict) const {
  if (latest_[family] == 0) return false;
  const LocalVerdict& last = earlier[latest_[family] - 1];
  if (last.decoded || last.match != candidate_.match || latest_secret_[family] != candidate_.secret)
    return false;
  const Span interval = verdict.interval;
  const std::uint64_t trigger_end = verdict.trigger_end;
  verdict = last;
  verdict.interval = interval;
  verdict.trigger_end = trigger_end;
  return true;
}

void LocalFinder::test(std::string_view text, LocalVerdict& verdict) {
  latest_secret_[verdict.family] = candidate_.secret;
  verdict.reason = tests_.judge(verdict.family, text, candidate_);
  if (verdict.reason != Reason::Kept) return;
  const Judging judging = rules_[verdict.family].judging;
  if (judging == Judging::None) return;
  const bool may_be_label = !rules_[verdict.family].placed;
  if (is_bare_name(text, verdict.secret) ||
      (may_be_label && is_translated_label(text, verdict.secret))) {
    verdict.reason = Reason::Unlikely;
    return;
  }
  if (judging == Judging::Provider &&
      (!has_digit(text, verdict.secret) || !attributor_.is_near_name(text, verdict.secret))) {
    verdict.reason = Reason::NoContext;
    return;
  }
  const std::uint64_t reach =
      std::max(rules_[verdict.family].context.reach, kJudgeReach) + std::uint64_t{1};
  if (memo_.recall(text, candidate_, reach, verdict)) return;
  name_provider(text, verdict);
  judging::judge_verdict(text, verdict, rules_[verdict.family].placed);
  if (judging == Judging::Provider && (rules_[verdict.rule].any_shape || is_unsaid(text, verdict)))
    judging::keep_below_medium(verdict);
  name_by_name(text, verdict);
  memo_.remember(verdict);
}

// Says whose it is, and is no evidence that it is one: so after the judge.
void LocalFinder::name_by_name(std::string_view text, LocalVerdict& verdict) {
  if (verdict.reason != Reason::Kept || verdict.rule != verdict.family) return;
  if (rules_[verdict.family].judging != Judging::Credential) return;
  const std::optional<Attribution> named = attributor_.name_of(text, verdict.secret, tests_);
  if (!named) return;
  verdict.rule = named->rule;
  verdict.named_by = named->word;
  if (stands_in_statement(text, named->word, verdict.secret) &&
      attributor_.is_near_miss(named->rule, text, named->secret))
    judging::doubt(text, verdict);
}

void LocalFinder::name_provider(std::string_view text, LocalVerdict& verdict) {
  std::optional<Attribution> named = attributor_.attribute(text, verdict.secret, tests_);
  const bool needs_name = rules_[verdict.family].judging == Judging::Provider;
  if (needs_name && named && !attributor_.may_name(*named, text, verdict.secret)) named.reset();
  if (needs_name && !named) named = attributor_.name_beside(text, verdict.secret);
  if (!named) {
    if (needs_name) verdict.reason = Reason::NoContext;
    return;
  }
  verdict.rule = named->rule;
  verdict.secret = named->secret;
  verdict.named_by = named->word;
  verdict.reason = named->reason;
}

}  // namespace leakwarden::scanner
