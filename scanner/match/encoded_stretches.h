#pragma once

// Where in a text encoded values can stand, so that their many triggers cost nothing elsewhere:
// source code has few words of that length.
//
//   curl -H "X-Auth: dXNlcjpnaHBfMDEyMzQ1Njc4OWFiY2RlZg=="  # leakwarden:allow
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^    letters, digits, % * + , - . / _
//   t\0o\0k\0e\0n\0_\0…                                   bytes beside zeros
//
// Each is decided by its own bytes and the ones beside them, and is as long as it can be.

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// As long as twenty bytes in base64: keys with letters of their own are hardly ever shorter.
constexpr std::uint64_t kShortestStretch = 27;

// Appends them: those of characters, then those of zeros, each by begin. They may overlap.
void find_encoded_stretches(std::string_view text, std::vector<Span>& stretches);

}  // namespace leakwarden::scanner
