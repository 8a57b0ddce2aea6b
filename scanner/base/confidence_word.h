#pragma once

// A confidence as a person wrote it.
//
//   parse_confidence("LEAKWARDEN_CONFIDENCE=zzz", "zzz")     Invalid, naming the first

#include <string>
#include <string_view>

#include "scanner/base/finding.h"
#include "scanner/base/result.h"

namespace leakwarden::scanner {

// "low", "medium", "high". Invalid names what was `said`: the option or the variable with its
// value.
Result<Confidence> parse_confidence(const std::string& said, std::string_view text);

}  // namespace leakwarden::scanner
