#include "scanner/match/judge/judge_verdict.h"

#include <algorithm>
#include <map>
#include <utility>

#include "scanner/match/judge/file_terms.h"
#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/value_judge.h"

namespace leakwarden::scanner::judging {
namespace {

Scores scores_of(const LocalVerdict& verdict) {
  return {verdict.credential_score, verdict.strong_score};
}

// That its provider's word stands beside it and its form is the provider's is evidence, no proof:
// so do the digests in a list of a provider's images.
constexpr Scores kNamed{2500, 1000};

Scores named_score(const LocalVerdict& verdict) {
  return verdict.rule != verdict.family ? kNamed : Scores{};
}

// Far below every threshold, whatever the file adds.
constexpr std::int32_t kDoubted = -1'000'000;

void take(const Scores& scores, LocalVerdict& verdict) {
  verdict.credential_score = scores.credential;
  verdict.strong_score = scores.strong;
}

Span span_in(std::string_view text, std::string_view part) {
  if (part.empty()) return {};
  const std::uint64_t begin = static_cast<std::uint64_t>(part.data() - text.data());
  return {begin, begin + part.size()};
}

}  // namespace

void judge_verdict(std::string_view text, LocalVerdict& verdict, bool placed) {
  const ValueJudge* judge = ValueJudge::builtin();
  if (verdict.reason != Reason::Kept || judge == nullptr) return;
  const Scores least = judge->calibration().least();
  const Scores named = named_score(verdict);
  const Subject subject = subject_of(text, verdict.secret);
  const OwnKey key = own_key_of(subject);
  verdict.own_name = span_in(text, telling_name(key));
  const Scores scores =
      judge->score_or_bounds(subject, placed ? at_place(key) : key,
                             {least.credential - named.credential, least.strong - named.strong});
  take({scores.credential + named.credential, scores.strong + named.strong}, verdict);
  if (!judge->calibration().may_be_reported(scores_of(verdict))) verdict.reason = Reason::Unlikely;
}

Scores exact_scores(std::string_view text, const LocalVerdict& verdict, bool placed) {
  const ValueJudge* judge = ValueJudge::builtin();
  if (judge == nullptr) return {};
  const Scores scores = judge->score(text, verdict.secret, placed);
  const Scores named = named_score(verdict);
  return {scores.credential + named.credential, scores.strong + named.strong};
}

void doubt(std::string_view text, LocalVerdict& verdict) {
  const OwnKey key = own_key_of(subject_of(text, verdict.secret));
  constexpr WordGroups kKeys = bit(WordGroup::Key) | bit(WordGroup::Token) | bit(WordGroup::Secret);
  if (has(key.words.groups, WordGroup::Password) || (key.words.groups & kKeys) == 0) return;
  keep_below_medium(verdict);
}

void keep_below_medium(LocalVerdict& verdict) {
  verdict.strong_score = std::min(verdict.strong_score, kDoubted);
}

namespace {

// A settings file with twenty keys is no table of test values: most of what stands in it is strong
// or proven, and each under a name of its own. The models learnt to doubt company of any kind.
// Several rules may speak of one place.
bool is_full_of_keys(const RuleList& rules, const std::vector<LocalVerdict>& verdicts,
                     std::int32_t medium) {
  std::map<std::uint64_t, bool> is_strong;  // by where a value begins
  for (const LocalVerdict& verdict : verdicts) {
    const bool is_kept = verdict.reason == Reason::Kept;
    if (!is_kept && verdict.reason != Reason::Unlikely) continue;
    const bool is_sure = is_judged(rules, verdict)
                             ? verdict.strong_score >= medium
                             : rules[verdict.rule].confidence != Confidence::Low;
    is_strong[verdict.secret.begin] |= is_kept && is_sure;
  }
  const auto strong = std::count_if(is_strong.begin(), is_strong.end(),
                                    [](const auto& place) { return place.second; });
  return static_cast<std::size_t>(strong) * 2 > is_strong.size();
}

bool stays_medium(const ValueJudge& judge, std::string_view text, const LocalVerdict& verdict,
                  const Scores& with_file, const FileTermValues& terms) {
  const std::int32_t medium = judge.calibration().medium;
  const auto has = [&](FileTerm term) { return terms[static_cast<std::size_t>(term)] != 0; };
  const bool is_named = verdict.rule != verdict.family;
  return verdict.strong_score >= medium && with_file.strong < medium && !has(FileTerm::SameName) &&
         !has(FileTerm::SameValue) && (is_named || judge.is_plain(text, verdict.secret));
}

// A list of two hundred private keys is doubted as a list, and no key of it goes unsaid. Company
// says nothing of what stands where passwords stand, or among settings that are keys.
bool stays_low(const Calibration& calibration, const Rule& family, const LocalVerdict& verdict,
               bool is_full) {
  return verdict.credential_score >= calibration.low &&
         (is_full || family.placed || verdict.strong_score >= calibration.medium);
}

}  // namespace

void judge_with_file(const RuleList& rules, std::string_view text,
                     std::vector<LocalVerdict>& verdicts) {
  const ValueJudge* judge = ValueJudge::builtin();
  const bool any = std::any_of(verdicts.begin(), verdicts.end(), [&](const LocalVerdict& verdict) {
    return verdict.reason == Reason::Kept && is_judged(rules, verdict);
  });
  if (judge == nullptr || !any) return;
  std::vector<FileTermValues> terms = file_terms(rules, text, verdicts);
  const Calibration& calibration = judge->calibration();
  const bool is_full = is_full_of_keys(rules, verdicts, calibration.medium);
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    LocalVerdict& verdict = verdicts[i];
    if (verdict.reason != Reason::Kept || !is_judged(rules, verdict)) continue;
    Scores scores = calibration.with_file(scores_of(verdict), terms[i]);
    if (is_full && stays_medium(*judge, text, verdict, scores, terms[i]))
      scores.strong = calibration.medium;
    if (stays_low(calibration, rules[verdict.family], verdict, is_full))
      scores.credential = std::max(scores.credential, calibration.low);
    take(scores, verdict);
    if (scores.credential < calibration.low && scores.strong < calibration.medium)
      verdict.reason = Reason::Unlikely;
  }
}

Confidence confidence_of(const LocalVerdict& verdict) {
  const ValueJudge* judge = ValueJudge::builtin();
  if (judge == nullptr || verdict.strong_score < judge->calibration().medium)
    return Confidence::Low;
  return verdict.strong_score < judge->calibration().high ? Confidence::Medium : Confidence::High;
}

void add_reasons(std::string_view text, const LocalVerdict& verdict, bool placed,
                 std::vector<std::string>& reasons) {
  const ValueJudge* judge = ValueJudge::builtin();
  if (judge == nullptr) return;
  for (std::string& reason : judge->reasons(text, verdict.secret, placed))
    reasons.push_back(std::move(reason));
}

}  // namespace leakwarden::scanner::judging
