#include "scanner/cli/matcher_probe.h"

#include <fmt/core.h>

#include <algorithm>

#include "scanner/base/clock.h"
#include "scanner/match/checksum.h"
#include "scanner/match/judge.h"
#include "scanner/rules/rule_image.h"
#include "scanner/rules/rule_set.h"

namespace leakwarden::scanner {
namespace {

// A drawn value has no provider beside it.
bool lacks_provider_only(const Rule& rule, const LocalVerdict& verdict) {
  return rule.judging == Judging::Provider && verdict.reason == Reason::NoContext;
}

// Nor has a half of a key its other half.
bool lacks_other_half_only(const LocalVerdict& verdict) {
  return verdict.reason == Reason::NoPair || verdict.reason == Reason::IdAlone ||
         verdict.reason == Reason::Paired;
}

// The family found it, and a word in the drawn text gave it a provider's name.
bool is_named_by_another(const RuleList& rules, const Rule& rule, const LocalVerdict& verdict) {
  return verdict.reason == Reason::Kept && verdict.family != verdict.rule &&
         rules[verdict.family].id == rule.id;
}

}  // namespace

RuleProbe::Answer MatcherProbe::find(const Rule& rule, std::string_view text) {
  Result<LocalVerdicts> verdicts = matcher_.find(text);
  if (!verdicts.ok()) return {.why_not = verdicts.error().message()};
  const RuleList rules = matcher_.rules().verdict_rules();
  const bool is_named =
      std::any_of(verdicts->verdicts.begin(), verdicts->verdicts.end(),
                  [&](const LocalVerdict& one) { return is_named_by_another(rules, rule, one); });
  const JudgedObject judged = judge(matcher_.rules(), text, *std::move(verdicts), KeepDropped::Yes);
  for (const Match& match : judged.kept) {
    if (match.finding.rule_id == rule.id) return {.found = true};
  }
  if (is_named) return {.found = true};
  return answer_from_drops(rule, judged.dropped);
}

std::string MatcherProbe::complete(const Rule& rule, const std::string& secret) {
  return checksum_complete(checksum_kind(rule.checksum).value_or(ChecksumKind::None), secret);
}

// A better rule on the same bytes, or the same value twice, is as good as found.
RuleProbe::Answer MatcherProbe::answer_from_drops(const Rule& rule,
                                                  const std::vector<LocalVerdict>& dropped) const {
  Answer answer{.why_not = "its trigger does not fire"};
  for (const LocalVerdict& verdict : dropped) {
    if (matcher_.rules().rules()[verdict.rule].id != rule.id) continue;
    if (verdict.reason == Reason::Overlapped || verdict.reason == Reason::Duplicate ||
        lacks_provider_only(rule, verdict) || lacks_other_half_only(verdict)) {
      return {.found = true};
    }
    answer.why_not =
        fmt::format("{}: {}", reason_name(verdict.reason), reason_words(verdict.reason));
    answer.is_candidate |= verdict.reason == Reason::Unlikely;
  }
  return answer;
}

Result<RulesMatcher> matcher_over(const std::vector<Rule>& rules) {
  LEAKWARDEN_TRY(const std::string image, build_rule_image(rules));
  RulesMatcher made;
  made.image = std::make_unique<AlignedBytes>(image);
  LEAKWARDEN_TRY(std::shared_ptr<const RuleSet> set, RuleSet::from_image(made.image->view()));
  const std::int64_t now = unix_seconds(SystemClock().now());
  LEAKWARDEN_TRY(Matcher matcher, Matcher::create(std::move(set), Limits{}, now));
  made.matcher = std::make_unique<Matcher>(std::move(matcher));
  return made;
}

}  // namespace leakwarden::scanner
