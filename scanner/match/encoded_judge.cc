#include "scanner/match/encoded_judge.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "scanner/match/encoded_run.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kKeptAround = 8;  // decoded bytes kept on either side of a match

Span source_of(const DecodedRun& run, const Span& decoded) {
  return {run.sources[decoded.begin].begin, run.sources[decoded.end - 1].end};
}

Span moved(Span span, std::uint64_t by) {
  return {span.begin - by, span.end - by};
}

// The candidate with the few bytes around it: a run may be long, and verdicts many.
std::shared_ptr<const DecodedCandidate> kept_part(const DecodedRun& run,
                                                  const Candidate& candidate) {
  std::shared_ptr<DecodedCandidate> part = std::make_shared<DecodedCandidate>();
  std::uint64_t from = candidate.match.begin - std::min(candidate.match.begin, kKeptAround);
  part->text = run.bytes.substr(from, candidate.match.end + kKeptAround - from);
  part->match = moved(candidate.match, from);
  part->secret = moved(candidate.secret, from);
  for (const Companion& one : candidate.companions)
    part->companions.push_back({one.name, moved(one.span, from)});
  part->chain = run.chain;
  return part;
}

void take(const DecodedRun& run, const Candidate& candidate, LocalVerdict& verdict) {
  verdict.match = source_of(run, candidate.match);
  verdict.secret = source_of(run, candidate.secret);
  verdict.companions.clear();
  for (const Companion& one : candidate.companions) {
    if (one.span.size() > 0) verdict.companions.push_back({one.name, source_of(run, one.span)});
  }
  verdict.decoded = kept_part(run, candidate);
}

}  // namespace

std::uint64_t decoding_cost(const Rule& rule, EncodedForm form) {
  const bool is_twice =
      form >= EncodedForm::Base64TwiceEnd0 && form <= EncodedForm::Base64TwiceEnd3;
  const EncodedReach reach = encoded_reach(rule, form);
  return (reach.left + reach.right) * (is_twice ? 4 : 1);  // four readings
}

Span encoded_interval(const Rule& rule, EncodedForm form, std::uint64_t trigger_end,
                      std::uint64_t text_size) {
  if (rule.locality == Locality::Object) return {0, text_size};
  EncodedReach reach = encoded_reach(rule, form);
  return {trigger_end - std::min(trigger_end, reach.left + 1),
          trigger_end + std::min(text_size - trigger_end, reach.right + 1)};
}

Result<LocalVerdict> judge_encoded(const RuleList& rules, std::string_view text,
                                   const TriggerEnd& trigger, Extractor& extractor,
                                   const LocalTests& tests) {
  const Rule& rule = rules[trigger.rule];
  LocalVerdict verdict;
  verdict.rule = verdict.family = trigger.rule;
  verdict.trigger_end = trigger.end;
  verdict.interval = encoded_interval(rule, trigger.form, trigger.end, text.size());
  verdict.reason = Reason::NoMatch;
  Candidate candidate;
  for (const DecodedRun& run :
       decode_around(text, trigger.end, trigger.form, encoded_reach(rule, trigger.form))) {
    LEAKWARDEN_TRY(bool matches, extractor.extract(trigger.rule, run.bytes, run.end, candidate));
    if (!matches) continue;
    verdict.reason = tests.judge(trigger.rule, run.bytes, candidate);
    take(run, candidate, verdict);
    if (verdict.reason == Reason::Kept) break;
  }
  return verdict;
}

}  // namespace leakwarden::scanner
