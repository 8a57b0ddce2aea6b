#pragma once

// Candidates around trigger ends in surroundings that were met before. A pattern looks at its
// window and the byte on either side of it (extract.h), so the answer for the same bytes is the
// same:
//
//   ⏎  const dbPassword = "hunter22hunter";⏎ connect(db, …
//   └─ before ──────────┘└──── W ────────────────────────┘ and where in them the trigger ends
//
// Thread rules: one per thread, for one set of rules.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/match/extract.h"
#include "scanner/match/recent_bytes.h"

namespace leakwarden::scanner {

class CandidateMemo {
 public:
  // Whether there is a candidate in `window`, which then is put into `candidate`. Nothing: not met
  // lately; find it, then tell remember() before the next question, while `text` is still there.
  std::optional<bool> recall(std::uint32_t rule, std::string_view text, const Span& window,
                             std::uint64_t trigger_end, Candidate& candidate);
  void remember(bool found, const Candidate& candidate);

 private:
  struct Answer {
    bool found = false;
    Candidate candidate;  // from the begin of the bytes on
  };

  RecentBytes windows_;
  std::vector<Answer> answers_;  // by number
  RecentBytes::Key asked_;
  std::uint64_t asked_begin_ = 0;
};

}  // namespace leakwarden::scanner
