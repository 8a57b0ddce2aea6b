#include "scanner/match/local_finder.h"

#include <algorithm>
#include <utility>

#include "scanner/match/interval.h"

namespace leakwarden::scanner {

Result<LocalFinder> LocalFinder::create(const std::vector<Rule>& rules, const hs_database* database,
                                        const Limits& limits, std::int64_t now_unix_seconds) {
  LEAKWARDEN_TRY(TriggerScanner scanner, TriggerScanner::create(database, rules.size(), limits));
  LEAKWARDEN_TRY(LocalTests tests, LocalTests::create(rules, now_unix_seconds));
  return LocalFinder(rules, std::move(scanner), std::move(tests));
}

LocalFinder::LocalFinder(const std::vector<Rule>& rules, TriggerScanner scanner, LocalTests tests)
    : rules_(&rules),
      scanner_(std::move(scanner)),
      extractor_(rules),
      tests_(std::move(tests)),
      latest_(rules.size(), 0) {}

Result<LocalVerdicts> LocalFinder::find(std::string_view text) {
  LEAKWARDEN_TRY(const TriggerEnds* triggers, scanner_.scan(text));
  LocalVerdicts found;
  found.now_unix_seconds = tests_.now_unix_seconds();
  found.stormed_rules = triggers->stormed;
  found.trigger_limit_reached = triggers->limit_reached;
  if (triggers->ends.empty()) return found;
  std::fill(latest_.begin(), latest_.end(), 0);
  found.verdicts.reserve(triggers->ends.size());
  for (const TriggerEnd& trigger : triggers->ends) {
    LEAKWARDEN_TRY(LocalVerdict verdict, judge(text, trigger, found.verdicts));
    found.verdicts.push_back(std::move(verdict));
    latest_[trigger.rule] = found.verdicts.size();
  }
  return found;
}

Result<LocalVerdict> LocalFinder::judge(std::string_view text, TriggerEnd trigger,
                                        const std::vector<LocalVerdict>& earlier) {
  LocalVerdict verdict;
  verdict.rule = trigger.rule;
  verdict.trigger_end = trigger.end;
  verdict.interval = dependency_interval((*rules_)[trigger.rule], trigger.end, text.size());
  LEAKWARDEN_TRY(bool matches, extractor_.extract(trigger.rule, text, trigger.end, candidate_));
  verdict.reason = matches ? reason_of(text, trigger.rule, earlier) : Reason::NoMatch;
  if (!matches) return verdict;
  verdict.match = candidate_.match;
  verdict.secret = candidate_.secret;
  verdict.companions = candidate_.companions;
  return verdict;
}

// The tests look at a candidate's bytes only, so a second trigger end inside the same candidate has
// the same answer.
Reason LocalFinder::reason_of(std::string_view text, std::uint32_t rule,
                              const std::vector<LocalVerdict>& earlier) const {
  if (latest_[rule] > 0) {
    const LocalVerdict& last = earlier[latest_[rule] - 1];
    if (last.match == candidate_.match && last.secret == candidate_.secret) return last.reason;
  }
  return tests_.judge(rule, text, candidate_);
}

}  // namespace leakwarden::scanner
