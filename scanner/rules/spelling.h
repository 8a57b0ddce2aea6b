#pragma once

// What to look for in a text before a trigger is looked for: one of a few *spellings* stands in
// everything the trigger matches.
//
//   trigger     sk_(?:test_)?[0-9A-Fa-f]{8}-
//   spellings   s k _ h h h h h h h h -              h: the byte set [0-9A-Fa-f]
//               s k _ t e s t _ h h h h h h h h -
//
//   trigger     (?i:dd)[._]?[a-z]{1,12}(?i:api)key
//   spelling    [Aa] [Pp] [Ii] k e y                 16 bytes or less before it, 6 from it on
//
// Thread rules: pure.

#include <cstdint>
#include <optional>
#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

struct Spelling {
  std::vector<ByteSet> bytes;  // one after the other
  // A match of the trigger that it stands in begins at most `left` bytes before it and ends at most
  // `right` bytes behind its begin.
  std::uint32_t left = 0;
  std::uint32_t right = 0;
};

constexpr std::size_t kMostSpelledBytes = 24;

// The cheapest to look for. Nothing where all would cost more than Hyperscan does, or where the
// trigger's width has no bound.
std::optional<std::vector<Spelling>> spellings_of(const PatternNode& trigger);

}  // namespace leakwarden::scanner
