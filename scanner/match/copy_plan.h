#pragma once

// Which trigger ends of a text its base answers for, and which must be looked for.
//
//   base   [ a · · · · · · · · · · b ][ c · · · · d ]
//              copied │                   │ copied        between them: inserted bytes
//   text   [ a · · · ·│· · · · · · b ]NEW[ c · · · · d ]
//   ends     inherited        ] scanned [      inherited
//
// An end is inherited when all bytes that decide whether a trigger ends there lie in one copy:
// `left` bytes before it and `right` behind it (TriggerMargins). A border of the text counts as
// inside only where the copy joins it to the base's same border. Every other end is scanned, so no
// end is both or neither.

#include <cstdint>
#include <span>
#include <vector>

namespace leakwarden::scanner {

struct CopiedBytes {
  std::uint64_t begin = 0;       // in the text
  std::uint64_t base_begin = 0;  // in its base
  std::uint64_t length = 0;
};

// Bytes around an end that decide whether it is one.
struct TriggerMargins {
  std::uint64_t left = 0;
  std::uint64_t right = 0;
};

// Trigger ends from `first` to `last`, both among them.
struct EndRange {
  std::uint64_t first = 0;
  std::uint64_t last = 0;
  friend bool operator==(const EndRange&, const EndRange&) = default;
};

struct PlanStep {
  EndRange ends;
  const CopiedBytes* copy = nullptr;  // inherited through it; nullptr: scanned
};

// An inherited stretch between two scanned ones costs another call of Hyperscan, which is worth
// more than looking at so many bytes.
constexpr std::uint64_t kShortestInherited = 96;

// Steps from end 0 to end `text_bytes`, each behind the one before it. `copies` lie in order, none
// over another in the text; they outlive the plan.
void plan_ends(std::uint64_t text_bytes, std::uint64_t base_bytes,
               std::span<const CopiedBytes> copies, const TriggerMargins& margins,
               std::vector<PlanStep>& steps);

// Does the copy join the begin (the end) of the text to that of the base?
bool joins_begins(const CopiedBytes& copy);
bool joins_ends(const CopiedBytes& copy, std::uint64_t text_bytes, std::uint64_t base_bytes);

}  // namespace leakwarden::scanner
