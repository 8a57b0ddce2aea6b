#include "scanner/match/judge.h"

#include <utility>

#include "scanner/match/judge_parts.h"

namespace leakwarden::scanner {

JudgedObject judge(const RuleSet& rules, std::string_view text, LocalVerdicts verdicts,
                   KeepDropped keep_dropped) {
  return judge_with(rules.rules(), text, std::move(verdicts), keep_dropped);
}

}  // namespace leakwarden::scanner
