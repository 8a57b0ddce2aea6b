#pragma once

// The position automaton (Glushkov's) of a piece of a pattern: one state for each byte that is
// written, with repeats written out, and an edge between each two that may follow one another.
//
//   a[bc]{1,2}   positions  1 a   2 [bc]   3 [bc]     first {1}   last {2, 3}   1→2  2→3
//
// Assertions match the empty text.

#include <cstdint>
#include <optional>
#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

struct Positions {
  std::vector<ByteSet> bytes;                      // of each position
  std::vector<std::vector<std::uint32_t>> follow;  // by position
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> last;
  bool may_be_empty = false;
};

// Nothing when there are endless repeats or more than `most` positions.
std::optional<Positions> positions_of(const PatternNode& node, std::size_t most);

// The piece that matches its texts read backwards.
PatternNode reversed(const PatternNode& node);

}  // namespace leakwarden::scanner
