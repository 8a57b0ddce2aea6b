#pragma once

// Stretches of a text one after the other, with a byte between them that stands in no trigger: to
// start Hyperscan costs as much as it then costs to read a few hundred bytes, and most stretches
// have thirty.
//
//   text       auth = "c2VjcmV0…"; // see dGhlIGRvY3M…
//   gathered   c2VjcmV0…⏎dGhlIGRvY3M…⏎        an end in it is that of the same byte in the text
//
// Thread rules: one per thread.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

class GatheredStretches {
 public:
  // Longer ones are better read where they lie.
  static constexpr std::size_t kLongest = 4096;

  bool empty() const { return bytes_.empty(); }
  bool is_full() const { return bytes_.size() >= kMostBytes; }
  void clear();
  // Requires that the stretch begins behind the one before.
  void add(std::string_view text, const Span& stretch);
  std::string_view bytes() const { return bytes_; }
  // Where in the text the byte before `end` in bytes() ends. Requires that it is of a stretch.
  std::uint64_t end_in_text(std::uint64_t end) const;

 private:
  static constexpr std::size_t kMostBytes = 128u << 10;
  struct Piece {
    std::uint64_t begin = 0;  // in bytes_
    std::uint64_t in_text = 0;
  };
  std::string bytes_;
  std::vector<Piece> pieces_;
};

}  // namespace leakwarden::scanner
