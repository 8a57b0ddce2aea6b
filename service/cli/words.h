#pragma once

// Times, and lines of a list, as people read them.

#include <string>
#include <string_view>

#include "scanner/base/clock.h"
#include "scanner/base/finding.h"
#include "scanner/base/result.h"
#include "scanner/report/report.h"

namespace leakwarden::service {

// "2026-11-25T23:37:05Z" → "2026-11-25 23:37 UTC"; other text as it is, made safe.
std::string time_words(std::string_view rfc3339);
// "in 4 min", "2 h ago", "now".
std::string distance_words(WallTime time, WallTime now);
// The word, padded to 8, red for critical and high, yellow for medium, where colour is wished.
std::string severity_words(Severity severity, scanner::UseColour colour);
// "90m", "12h", "30d" from now, or a date "2027-01-31" (its end, UTC).
Result<WallTime> parse_until(const std::string& text, WallTime now);

}  // namespace leakwarden::service
