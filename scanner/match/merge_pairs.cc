#include <set>
#include <utility>

#include "scanner/match/passes.h"

namespace leakwarden::scanner {
void merge_pairs(const RuleList& rules, std::string_view text,
                 std::vector<LocalVerdict>& verdicts) {
  std::set<std::pair<std::uint32_t, std::string_view>> bound;  // rule, value
  for (const LocalVerdict& verdict : verdicts) {
    if (verdict.reason == Reason::Kept && verdict.pair)
      bound.emplace(verdict.pair->rule, verdict.pair->value);
  }
  for (LocalVerdict& verdict : verdicts) {
    if (verdict.reason != Reason::Kept) continue;
    if (!bound.empty() && bound.count({verdict.rule, value_of(text, verdict)}) > 0)
      verdict.reason = Reason::Paired;
    else if (rules[verdict.rule].id_half)
      verdict.reason = Reason::IdAlone;
  }
}

}  // namespace leakwarden::scanner
