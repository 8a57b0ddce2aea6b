#pragma once

// Samples whose structure is right: the other half of checksum_complete().
//
// A sample drawn from a pattern has the letters of a key and nothing behind them. These functions
// put in what the structure tests of checksum.h ask for, with the characters the pattern most
// likely allows. The result depends on the argument only. Never used while scanning.

#include <string>
#include <string_view>

#include "scanner/match/checksum.h"

namespace leakwarden::scanner {

// Unchanged for a kind that is a checksum, and for a value too short to hold the structure.
std::string structure_completed(ChecksumKind kind, std::string_view value);

}  // namespace leakwarden::scanner
