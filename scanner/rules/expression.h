#pragma once

// A syntax tree, written as a Hyperscan expression.
//
// Only what both engines read alike is written: bytes, explicit classes, groups, alternation and
// counted repeats; no anchors, no \b, no \d (Hyperscan's \s holds one byte more than RE2's). Runs
// of caseless letters become (?i:word).
//
//   [Kk][Ee][Yy]-[0-9a-f]{8}   →   (?i:key)-[0-9a-f]{8}

#include <string>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

// Assertions match the empty text: they are left out.
std::string hyperscan_expression(const PatternNode& node);

// One byte set: "a", "\\.", "[0-9a-f]", "[^\\n]", "[\\x80-\\xff]".
std::string byte_set_expression(const ByteSet& bytes);

}  // namespace leakwarden::scanner
