#pragma once

// What a judgement depends on besides the bytes that are judged.

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/scan.h"

namespace leakwarden::scanner {

// Program, rules and those options that change what is found or said of it; not threads, callbacks
// and time. A digest in hex; empty where nothing may be remembered (program_id.h, and options
// that a caller watches single candidates or objects with).
std::string judgement_digest(const ScanOptions& options, VerifyObjects verify_objects);
// The same with rules of that digest in place of the options' own; "" for: whatever the rules.
std::string judgement_digest(const ScanOptions& options, VerifyObjects verify_objects,
                             const std::string& rules_digest);

// The last moment, in Unix seconds, at which these findings, and what this process refused, are
// judged as they are at `now`: when the first key expires, or the first time lies no longer in the
// future.
std::int64_t same_until(const std::vector<Finding>& findings, std::int64_t now_unix_seconds);

// Whether the same repository has this gap each time it is scanned.
bool comes_again(const Gap& gap);

}  // namespace leakwarden::scanner
