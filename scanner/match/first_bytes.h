#pragma once

// The first bytes that a pattern's match may have, place by place.
//
//   (?i:set|export)[ \t]{1,3}      e E s S · e E x X · t T p P · o O blank tab
//   \b(?P<secret>ghp_[a-z]{9})     g · h · p · _
//   -?[0-9]{2}                     - 0…9 · 0…9        any match has two bytes, not every one three
//
// Searching a window for the leftmost match is RE2's dearest way to ask: a machine for it has a
// state for every set of places that matches begun at any byte may have come to. Asking at each
// byte where one may begin, from left to right, has the same answer (extract.h).
//
// Never too few.
//
// Thread rules: pure.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/match/pattern_program.h"

namespace leakwarden::scanner {

class FirstBytes {
 public:
  static constexpr std::size_t kPlaces = 4;

  // Every match may begin anywhere.
  FirstBytes() = default;
  static FirstBytes of(const PatternProgram& program);

  // False: no match begins at text[at].
  bool may_begin(std::string_view text, std::size_t at) const {
    if (text.size() - at < known_) return false;
    for (std::size_t i = 0; i < known_; ++i)
      if ((places_[static_cast<unsigned char>(text[at + i])] >> i & 1) == 0) return false;
    return true;
  }
  // Of the 256 bytes, how many a match may begin with.
  std::size_t count() const;

 private:
  class Walk;

  std::array<std::uint8_t, 256> places_{};  // of a byte: a bit for each place it may stand at
  std::size_t known_ = 0;                   // places that every match has
};

}  // namespace leakwarden::scanner
