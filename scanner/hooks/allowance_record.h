#pragma once

// What pushers let through by push option, where an auditor finds it: a file in the repository's
// git folder that is only ever appended to, one JSON object a line.
//
//   {"time":"2026-11-25T23:37:05Z","pusher":"ana","refs":["refs/heads/main"],"name":"s1-3f2a9c01",
//    "reason":"test key","findings":[{"fingerprint":"s1-…","rule_id":"postman-api-key",
//    "path":"config/prod.env","commit":"9c1f…"}]}
//
// Escaped to ASCII, cut to bounds, without values. What cannot be recorded must not be let through:
// the caller refuses then.

#include <string>
#include <vector>

#include "scanner/hooks/settings.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

inline constexpr const char* kAllowanceRecord = "leakwarden-allowed.jsonl";

// `findings`: those that the allowances let through. Refused: the file is full (64 MiB) or no
// regular file; Io.
Status record_allowances(const std::string& git_folder, const PushRequest& request,
                         const std::vector<PushAllowance>& allowances,
                         const std::vector<Finding>& findings, std::int64_t now_unix_seconds);

}  // namespace leakwarden::scanner
