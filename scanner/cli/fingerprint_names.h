#pragma once

// Fingerprints as people type them: a beginning is enough where it is the only one.

#include <string>
#include <vector>

#include "scanner/base/finding.h"
#include "scanner/base/result.h"

namespace leakwarden::scanner {

// "s1-3f2a", "w1-3f2-0a1b2": does it look like one?
bool looks_like_fingerprint(const std::string& text);

// All findings of that name, in their order. NotFound: none here. Invalid: too short, no
// fingerprint, or the beginning of several (they are listed).
Result<std::vector<const Finding*>> findings_named(const std::string& name,
                                                   const std::vector<Finding>& findings);

}  // namespace leakwarden::scanner
