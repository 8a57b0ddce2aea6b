#pragma once

// What a pattern says about the bytes of its matches, without running it. Of the syntax that RE2
// takes over Latin-1 (pattern_options()); what is not understood says nothing.
//
// Thread rules: pure. Reading a pattern takes time linear in it, at most kMaxPatternDepth groups
// deep.

#include <array>
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// The first bytes that a match may have, place by place.
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
class FirstBytes {
 public:
  static constexpr std::size_t kPlaces = 4;

  // Every match may begin anywhere.
  FirstBytes() = default;
  static FirstBytes of(std::string_view pattern);

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
  std::array<std::uint8_t, 256> places_{};  // of a byte: a bit for each place it may stand at
  std::size_t known_ = 0;                   // places that every match has
};

// Where the secret of a match stands, told by its bytes, where there is but one place for it.
//
//   key\s?[=:]\s?["'](?P<secret>[^"']{2,}[^"'\\])\\?["']
//               key = "he said \n no\""
//                     s              e     the last byte that no end has and a secret ends with;
//                                          behind the last " or ' before it the secret begins
//
// What stands before the secret must end with bytes that no secret holds, and what is behind it
// must hold none that a secret ends with. Then whatever of the bytes each part takes, it is these:
// which RE2 finds by its slowest machine.
class SecretPlace {
 public:
  // Of a pattern whose only group is `secret`. Nothing: there may be several places.
  static std::optional<SecretPlace> of(std::string_view pattern);

  // In what the whole pattern matched.
  Span in(std::string_view text, const Span& match) const;

 private:
  std::bitset<256> ends_;    // bytes that a secret ends with
  std::bitset<256> before_;  // and those before it; none: it is where the match begins
};

}  // namespace leakwarden::scanner
