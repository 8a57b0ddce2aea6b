#pragma once

// A deterministic automaton over bytes that follows several patterns at once, as a table that is
// used where it lies (in the rule image).
//
//   state = kStartState; for each byte: state = next(state, byte), until it is kDeadState
//   accepts(state): the patterns that what was read until here matches, as bits
//
// Rare bytes cost nothing: all of them that no pattern tells apart share one column. States are
// ordered so that a comparison tells whether one accepts anything.
//
// Thread rules: pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

constexpr std::size_t kMostAutomatonPatterns = 64;

class ByteAutomaton {
 public:
  static constexpr std::uint32_t kDeadState = 0;
  static constexpr std::uint32_t kStartState = 1;

  struct Built {
    std::string bytes;
    std::vector<std::uint32_t> entries;  // the state after each entry; kStartState where its
                                         // letters' case matters, so that it has to be read
  };
  // Texts of bounded length only, none of them empty. Nothing when more than `most_states` are
  // needed. `entries`: beginnings, in lower case and read in any, that it is entered after; states
  // that none of them leads to are left out.
  static std::optional<Built> build(const std::vector<PatternNode>& patterns,
                                    std::size_t most_states,
                                    const std::vector<std::string>& entries = {});

  // In place; `bytes` starts at a multiple of 8 and outlives it. Nothing when it is no automaton.
  static std::optional<ByteAutomaton> open(std::string_view bytes);

  std::uint32_t next(std::uint32_t state, char byte) const {
    return next_[(state << column_bits_) + column_of_[static_cast<unsigned char>(byte)]];
  }
  bool is_accepting(std::uint32_t state) const { return state >= first_accepting_; }
  std::uint64_t accepts(std::uint32_t state) const {
    return is_accepting(state) ? accepts_[state - first_accepting_] : 0;
  }
  std::size_t states() const { return states_; }

 private:
  std::uint32_t states_ = 0;
  std::uint32_t first_accepting_ = 0;
  std::uint32_t column_bits_ = 0;
  const std::uint8_t* column_of_ = nullptr;
  const std::uint64_t* accepts_ = nullptr;
  const std::uint16_t* next_ = nullptr;
};

}  // namespace leakwarden::scanner
