#include "scanner/match/judge.h"

#include <utility>

#include "scanner/match/judge_parts.h"
#include "scanner/match/make_finding.h"

namespace leakwarden::scanner {

JudgedObject judge(const RuleSet& rules, std::string_view text, LocalVerdicts verdicts,
                   KeepDropped keep_dropped) {
  JudgedObject judged = judge_with(rules.verdict_rules(), text, std::move(verdicts), keep_dropped);
  for (Match& match : judged.kept) describe(*rules.find(match.finding.rule_id), match.finding);
  return judged;
}

}  // namespace leakwarden::scanner
