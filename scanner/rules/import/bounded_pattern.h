#pragma once

// A peer's regex as one of our patterns: with its group named, its repeats bounded, and no wider
// than rules may be; as an object rule where a bound would cut what its author meant.

#include <cstdint>
#include <string>

#include "scanner/base/result.h"
#include "scanner/rules/import/import_note.h"
#include "scanner/rules/import/peer_pattern.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

struct BoundedPattern {
  std::string text;
  PatternNode tree;
  std::uint32_t max_bytes = 0;  // of an object rule; 0: a local one
  ImportNotes notes;
};

// Errors: Invalid with what our patterns do not take.
Result<BoundedPattern> bounded_pattern(const SecretChoice& choice);

}  // namespace leakwarden::scanner
