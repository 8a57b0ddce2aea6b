#pragma once

// From the local verdicts of one object to what is reported: pure passes, in this order.
//
//   drop_stormed → drop_duplicate_ends → judge_with_file → bind_pairs → resolve_overlaps →
//   merge_pairs → merge_duplicates → make findings
//
// Nothing here reads anything but its arguments, so that a verdict can be explained again later.

#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"
#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// One survivor: a finding without repository, commit and path (those are known later), range
// filled.
struct Match {
  Finding finding;
  Span secret;  // offsets in the text
};

struct JudgedObject {
  std::vector<Match> kept;               // by offset
  std::vector<LocalVerdict> dropped;     // with reason; filled only when `keep_dropped`
  std::vector<std::string> gap_reasons;  // "rule x: more than 1,000 matches"; caused by content
};

enum class KeepDropped { No, Yes };

JudgedObject judge(const RuleSet& rules, std::string_view text, LocalVerdicts verdicts,
                   KeepDropped keep_dropped = KeepDropped::No);

}  // namespace leakwarden::scanner
