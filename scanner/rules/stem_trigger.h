#pragma once

// Triggers of families, run from their stems.
//
//   trigger   --[A-Za-z0-9-]{0,24}(?i:pass|token|key)[A-Za-z0-9-]{0,12}[ \t]["']?[^\s"'…]
//             └─ before ─────────┘└─ stem ───────────────── from the stem on ──────────┘
//
// Names of credentials stand everywhere in source text, and behind each of them Hyperscan would
// start the automaton of every family. So families are not its work: a finder of our own looks for
// the stems alone, as plain words in any case (word_table.h); where one stands, a single
// deterministic automaton (byte_automaton.h) follows all families at once and mostly ends within a
// few bytes. What stands before a stem is read backwards by an automaton of its own, where the
// other half has matched.
//
// Triggers without a word that have a pivot (pivot.h) are run likewise: their stems are single
// bytes, which are found otherwise (match/first_pass.h).
//
// It is the same trigger: a text s…e is in it exactly where a stem stands at some a in between,
// what precedes it from s on is in `before`, and a…e is in `from_stem`.
//
// All of it lies in the rule image and is used in place.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/byte_automaton.h"
#include "scanner/rules/rule.h"
#include "scanner/rules/word_table.h"

namespace leakwarden::scanner {

// Does one of a few bytes come soon? Sixteen bytes are asked at once.
class ByteGate {
 public:
  static constexpr std::size_t kMostBytes = 4;
  ByteGate() = default;  // stands open
  ByteGate(std::string_view bytes, std::uint32_t reach);
  bool is_open(std::string_view text, std::size_t from) const {
    return reach_ == 0 || finds(text.substr(from, reach_));
  }

 private:
  bool finds(std::string_view window) const;
  std::uint32_t reach_ = 0;
  std::array<char, kMostBytes> bytes_{};
};

struct PivotStem {
  std::uint32_t stem = kNoStem;
  std::uint32_t plain = 0;  // letters and digits right behind it (rules/pivot.h)
};

class StemTriggers {
 public:
  // `bytes` starts at a multiple of 8 and outlives it. Nothing when they are damaged.
  static std::optional<StemTriggers> open(std::string_view bytes, std::size_t rule_count);

  // Calls found(rule, end) for every end of a trigger whose stem ends at text[stem_end]; a pair may
  // come several times. Reads as far as the longest trigger on either side.
  template <typename Found>
  void follow(std::uint32_t stem, std::string_view text, std::size_t stem_end, Found found) const;

  // Where stems are, and what Hyperscan need not be asked for.
  const WordTable& words() const { return words_; }
  std::uint32_t length(std::uint32_t stem) const { return length_of_[stem]; }
  bool has_pivots() const { return !pivot_of_.empty(); }
  // The stem that text[at] is as a pivot; kNoStem where no trigger can go on behind it. Requires
  // has_pivots().
  std::uint32_t pivot(std::string_view text, std::size_t at) const {
    const PivotStem& pivot = pivot_of_[static_cast<unsigned char>(text[at])];
    return pivot.stem == kNoStem || !is_plain(text.substr(at + 1), pivot.plain) ? kNoStem
                                                                                : pivot.stem;
  }
  // Rules whose triggers are run from pivots, some of them several times.
  std::vector<std::uint32_t> rules_of_pivots() const;
  // Does every match of the rule's pattern begin where a stem begins?
  bool begins_match(std::uint32_t rule) const { return begins_match_[rule]; }
  std::size_t states() const;

 private:
  struct Forward {
    ByteAutomaton automaton;
    ByteGate gate;
    std::vector<std::uint32_t> rules;   // by bit
    std::vector<std::uint32_t> before;  // by bit: 1 + which automaton of before_
  };
  struct Entry {
    std::uint32_t forward = 0;
    std::uint32_t state = 0;  // after the stem
  };
  void set_entries(const std::vector<std::vector<std::uint32_t>>& states);
  static bool is_plain(std::string_view behind, std::uint32_t count);
  bool stands_before(std::uint32_t automaton, std::string_view text, std::size_t begin) const;

  WordTable words_;
  std::vector<std::uint32_t> length_of_;  // by stem
  std::vector<PivotStem> pivot_of_;       // by byte; empty where there are none
  std::vector<bool> begins_match_;        // by rule
  std::vector<Forward> forward_;
  std::vector<Entry> entries_;              // by stem, where it leads anywhere
  std::vector<std::uint32_t> first_entry_;  // by stem, and one more
  std::vector<ByteAutomaton> before_;
};

template <typename Found>
void StemTriggers::follow(std::uint32_t stem, std::string_view text, std::size_t stem_end,
                          Found found) const {
  const std::size_t begin = stem_end - length_of_[stem];
  for (std::uint32_t at_entry = first_entry_[stem]; at_entry < first_entry_[stem + 1]; ++at_entry) {
    const Forward& forward = forward_[entries_[at_entry].forward];
    if (!forward.gate.is_open(text, begin)) continue;
    const ByteAutomaton automaton = forward.automaton;
    std::uint32_t state = entries_[at_entry].state;
    std::size_t at = state == ByteAutomaton::kStartState ? begin : stem_end;
    std::uint64_t refused = 0;  // what does not stand before
    for (; state != ByteAutomaton::kDeadState; ++at) {
      for (std::uint64_t accepts = automaton.accepts(state) & ~refused; accepts != 0;
           accepts &= accepts - 1) {
        const std::size_t bit = static_cast<std::size_t>(__builtin_ctzll(accepts));
        if (forward.before[bit] != 0 && !stands_before(forward.before[bit] - 1, text, begin))
          refused |= std::uint64_t{1} << bit;
        else
          found(forward.rules[bit], at);
      }
      if (at == text.size()) break;
      state = automaton.next(state, text[at]);
    }
  }
}

}  // namespace leakwarden::scanner
