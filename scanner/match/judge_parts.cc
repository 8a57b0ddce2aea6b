#include "scanner/match/judge_parts.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "scanner/match/judge/judge_verdict.h"
#include "scanner/match/lines.h"
#include "scanner/match/make_finding.h"
#include "scanner/match/passes.h"

namespace leakwarden::scanner {
namespace {

bool by_offset(const LocalVerdict& left, const LocalVerdict& right) {
  return std::tie(left.secret.begin, left.rule) < std::tie(right.secret.begin, right.rule);
}

std::vector<Match> make_findings(const RuleList& rules, std::string_view text,
                                 const LocalVerdicts& judged) {
  std::vector<LocalVerdict> kept;
  for (const LocalVerdict& verdict : judged.verdicts) {
    if (verdict.reason == Reason::Kept) kept.push_back(verdict);
  }
  if (kept.empty()) return {};
  std::sort(kept.begin(), kept.end(), by_offset);
  LineMasker masker(text, judged);
  LineCursor cursor(text);
  std::vector<Match> matches;
  matches.reserve(kept.size());
  for (const LocalVerdict& verdict : kept) {
    matches.push_back({make_finding(rules, text, verdict, masker, cursor, judged.now_unix_seconds),
                       verdict.secret});
  }
  return matches;
}

std::vector<std::string> gap_reasons(const RuleList& rules, const LocalVerdicts& judged) {
  std::vector<std::string> reasons;
  for (std::uint32_t rule : judged.stormed_rules) {
    reasons.push_back(
        fmt::format("rule {} matched too often here and was set aside", rules[rule].id));
  }
  if (judged.trigger_limit_reached)
    reasons.push_back("too many possible matches; what follows them was not judged");
  return reasons;
}

}  // namespace

JudgedObject judge_with(const RuleList& rules, std::string_view text, LocalVerdicts verdicts,
                        KeepDropped keep_dropped) {
  drop_stormed(verdicts.stormed_rules, verdicts.verdicts);
  drop_duplicate_ends(verdicts.verdicts);  // before overlaps: a verdict cannot overlap itself
  judging::judge_with_file(rules, text, verdicts.verdicts);
  bind_pairs(rules, text, verdicts.verdicts);  // before overlaps: a lone half must not win
  resolve_overlaps(rules, verdicts.verdicts);  // before duplicates: a loser is nobody's first place
  merge_pairs(rules, text, verdicts.verdicts);
  merge_duplicates(text, verdicts.verdicts);
  JudgedObject judged;
  judged.kept = make_findings(rules, text, verdicts);
  judged.gap_reasons = gap_reasons(rules, verdicts);
  if (keep_dropped == KeepDropped::No) return judged;
  for (LocalVerdict& verdict : verdicts.verdicts) {
    if (verdict.reason != Reason::Kept) judged.dropped.push_back(std::move(verdict));
  }
  return judged;
}

}  // namespace leakwarden::scanner
