#pragma once

// The bytes on one side of a value, as a bit for each: which are of a word, end a line, quote …
//
//   text    a_k = "a1"       words   1010000110      names   1110000110      quotes  0000001001
//
// What looks at them goes from one set or clear bit to the next, in place of from byte to byte.
//
// Thread rules: pure.

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

// Bytes [begin, end) of a side.
struct Stretch {
  std::size_t begin = 0;
  std::size_t end = 0;
  std::size_t size() const { return end - begin; }
};

// Of kReach bytes; those behind are clear.
class Marks {
 public:
  // The first bit from `at` on that is set, or clear; kReach where there is none.
  std::size_t next_set(std::size_t at) const { return next(at, 0); }
  std::size_t next_clear(std::size_t at) const { return next(at, ~std::uint64_t{0}); }
  // Of bits [begin, end), how many are set. Requires begin ≤ end ≤ kReach.
  std::int64_t count(std::size_t begin, std::size_t end) const {
    std::int64_t all = 0;
    for (std::size_t word = begin / 64; word * 64 < end; ++word)
      all += std::popcount(words_[word] & from(begin, word) & ~from(end, word));
    return all;
  }

  std::uint64_t& word(std::size_t index) { return words_[index]; }

 private:
  static constexpr std::size_t kWords = kReach / 64;

  // Of this word, the bits from `at` on.
  static std::uint64_t from(std::size_t at, std::size_t word) {
    if (at <= word * 64) return ~std::uint64_t{0};
    return at >= (word + 1) * 64 ? 0 : ~std::uint64_t{0} << at % 64;
  }
  std::size_t next(std::size_t at, std::uint64_t flipped) const {
    for (std::size_t word = at / 64; word < kWords; ++word) {
      const std::uint64_t rest = (words_[word] ^ flipped) & from(at, word);
      if (rest != 0) return word * 64 + static_cast<std::size_t>(std::countr_zero(rest));
    }
    return kReach;
  }

  std::array<std::uint64_t, kWords> words_{};
};

struct ByteMarks {
  // Of at most kReach bytes.
  explicit ByteMarks(std::string_view text);

  Marks letters;
  Marks digits;
  Marks words;     // letters and digits
  Marks names;     // those and _
  Marks newlines;  // \n
  Marks blanks;    // blank, tab, \r
  Marks quotes;    // " ' `
  Marks commas;    // , ; |
};

}  // namespace leakwarden::scanner::judging
