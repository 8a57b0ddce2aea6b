#pragma once

// The baseline: what somebody looked at and accepted, by fingerprint, one entry a line.
//
//   {"leakwarden_baseline":1}
//   {"fingerprint":"s1-0f3a…","rule":"postman-api-key","path":"docs/setup.md","line":41,
//    "reason":"revoked in May","person":"Ana <ana@example.com>","added":"2026-11-26","expires":""}
//
// (each entry on one line). Lines are sorted, and nothing but the line that somebody adds differs,
// so that git merges two people's additions; what an unfinished merge leaves is an error that says
// so. Order and repeated lines do not matter to a reader.
//
//   fingerprint   required; whole (base/fingerprint.h)
//   reason        required
//   rule, path,   where it stood when it was added. Of a strong value (s1-…) this is information:
//   kind, line    the value is accepted wherever it stands, moved, reformatted, rebased. A weak one
//                 (w1-…) says 12 bits of a value, so it is accepted only from that rule at that
//                 path (or, without a path, in that kind of place).
//   expires       the last day it counts; none: until somebody takes it out
//   confidence    of the finding when it was added: "low" is there only with --confidence low
//
// Thread rules: pure functions.

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/finding.h"
#include "scanner/base/result.h"
#include "scanner/suppress/speaker.h"

namespace leakwarden::scanner {

inline constexpr const char* kBaselineName = ".leakwarden-baseline";
inline constexpr std::int64_t kBaselineVersion = 1;

struct BaselineEntry {
  std::string fingerprint;
  std::string rule;
  std::string path;
  std::string kind;  // of a place without a path: "commit-message"
  std::int64_t line = 0;
  std::string reason;
  std::string person;
  std::string added;
  std::string expires;
  Confidence confidence = Confidence::High;
  std::int64_t at = 0;  // the line of the file it was read from
};

// Is this such a file? Told by its first line.
bool looks_like_baseline(std::string_view bytes);

// Invalid with "file:line:column": another version, an unknown key, …
Result<std::vector<BaselineEntry>> parse_baseline(std::string_view bytes, const std::string& file);

// Sorted, each name once (of several entries that speak for the same, the first given).
std::string baseline_text(std::vector<BaselineEntry> entries);

// What names the finding in a baseline; `path` as Subject::path. Reason, person and dates are the
// caller's.
BaselineEntry entry_of(const Finding& finding, const std::string& path);

// Does the entry speak for it, expired or not?
bool speaks_for(const BaselineEntry& entry, const Subject& subject);

std::shared_ptr<const Speaker> baseline_speaker(const std::vector<BaselineEntry>& entries,
                                                const std::string& file);

}  // namespace leakwarden::scanner
