#pragma once

// The judge at its two places in the pipeline, and what it says afterwards.
//
//   local   judge_verdict     scores a candidate; Unlikely when no file could make it a finding
//   file    judge_with_file   adds what the file says; Unlikely when it stays below low
//   then    confidence_of, add_reasons

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/finding.h"
#include "scanner/match/judge/calibration.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/rule_list.h"

namespace leakwarden::scanner::judging {

// Of a kept candidate of a judged rule, whose own name is noted too. Reads kReach bytes on either
// side of its secret. Scores of what becomes Unlikely are no more than bounds: its own are not above
// them, see exact_scores().
// `placed`: it stands where passwords do, says the pattern of its family (rules/rule.h).
void judge_verdict(std::string_view text, LocalVerdict& verdict, bool placed = false);

// Those of a verdict that judge_verdict() was asked about.
Scores exact_scores(std::string_view text, const LocalVerdict& verdict, bool placed = false);

// Of one that nearly has the form of its provider's keys, and has not: below medium, unless its
// name says that it is a password, which may look like anything.
void doubt(std::string_view text, LocalVerdict& verdict);

// Of one of which neither a form nor a name says that it is a key, only that it is a provider's.
void keep_below_medium(LocalVerdict& verdict);

// Over all verdicts of an object, before overlaps: a value that is none must not hide another.
void judge_with_file(const RuleList& rules, std::string_view text,
                     std::vector<LocalVerdict>& verdicts);

Confidence confidence_of(const LocalVerdict& verdict);

void add_reasons(std::string_view text, const LocalVerdict& verdict, bool placed,
                 std::vector<std::string>& reasons);

}  // namespace leakwarden::scanner::judging
