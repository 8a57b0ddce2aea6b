#pragma once

// Verdicts by hand, for the tests of the passes.

#include <string>
#include <utility>
#include <vector>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner::testing {

inline LocalVerdict verdict_at(std::uint32_t rule, std::uint64_t begin, std::uint64_t end,
                               Reason reason = Reason::Kept) {
  LocalVerdict verdict;
  verdict.rule = verdict.family = rule;
  verdict.trigger_end = end;
  verdict.match = verdict.secret = {begin, end};
  verdict.interval = {begin, end};
  verdict.reason = reason;
  return verdict;
}

inline std::vector<Reason> reasons_of(const std::vector<LocalVerdict>& verdicts) {
  std::vector<Reason> reasons;
  for (const LocalVerdict& verdict : verdicts) reasons.push_back(verdict.reason);
  return reasons;
}

inline Rule named_rule(std::string id, std::string provider = "Test",
                       Severity severity = Severity::High) {
  Rule rule;
  rule.id = std::move(id);
  rule.name = "Name of " + rule.id;
  rule.provider = std::move(provider);
  rule.severity = severity;
  return rule;
}

}  // namespace leakwarden::scanner::testing
