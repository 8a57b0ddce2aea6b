#pragma once

// What is judged: one value and the bytes around it, at most kReach on either side. Nothing of the
// judge looks farther, so that a verdict can be inherited wherever these bytes were copied.
//
//   …  const dbPassword = "hunter22hunter";⏎  connect(db, dbPassword)  …
//      └──── line_left ───┘└── value ───┘└ line_right
//      └── left (up to kReach bytes) ──┘  └──── right (up to kReach bytes) ────┘

#include <cstddef>
#include <string_view>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner::judging {

constexpr std::size_t kReach = 256;
constexpr std::size_t kJudgedBytes = 512;  // of a longer value only the first are looked at

struct Subject {
  std::string_view whole;       // the value, complete
  std::string_view value;       // its first kJudgedBytes
  std::string_view left;        // up to kReach bytes before it
  std::string_view right;       // up to kReach bytes after it
  std::string_view line_left;   // of left, what is on the value's line
  std::string_view line_right;  // of right, the same
};

// Requires secret.end ≤ text.size().
Subject subject_of(std::string_view text, const Span& secret);

}  // namespace leakwarden::scanner::judging
