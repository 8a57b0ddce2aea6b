#pragma once

// Where in a text encoded values can stand, so that their many triggers cost nothing elsewhere:
// source code has few words of that length.
//
//   curl -H "X-Auth: dXNlcjpnaHBfMDEyMzQ1Njc4OWFiY2RlZg=="  # leakwarden:allow
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^    letters, digits, % * + , - . / _
//   t\0o\0k\0e\0n\0_\0…                                   bytes beside zeros
//
// Each is decided by its own bytes and the ones beside them, and is as long as it can be.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// As long as twenty bytes in base64: keys with letters of their own are hardly ever shorter.
constexpr std::uint64_t kShortestStretch = 27;

// Finds those of text[part] while the blocks of it are read one after the other (byte_classes.h).
class StretchFinder {
 public:
  // `stretches` gets them as places in `text`; both must outlive it.
  StretchFinder(std::string_view text, const Span& part, std::vector<Span>& stretches)
      : text_(text), part_(part), stretches_(stretches), at_(part.begin), run_begin_(part.begin) {}

  // `members`: BlockClasses::encoded of the next block.
  void add(std::uint64_t members) {
    const unsigned first = static_cast<unsigned>(std::countr_one(members));
    const std::uint64_t rest = first == 64 ? 0 : members >> first << first;
    // Mostly nothing ends here that is long enough.
    if (first < 64 && (begins_of(rest) != 0 || at_ + first - run_begin_ >= kShortestStretch))
      add_ended(first, rest);
    at_ += 64;
    if (first < 64) run_begin_ = at_ - static_cast<unsigned>(std::countl_one(members));
  }
  // Behind the last block, once. Those of characters, by begin, are followed by those of zeros;
  // they may overlap.
  void finish();

 private:
  // Bits with kShortestStretch - 1 more behind them in the block.
  static std::uint64_t begins_of(std::uint64_t members) {
    static_assert(kShortestStretch == 2 + 2 + 4 + 8 + 11);
    std::uint64_t runs = members & members >> 1;
    runs &= runs >> 2;
    runs &= runs >> 4;
    runs &= runs >> 8;
    return runs & runs >> 11;
  }
  void add_ended(unsigned first, std::uint64_t rest);
  void end_run(std::uint64_t end);

  std::string_view text_;
  Span part_;
  std::vector<Span>& stretches_;
  std::uint64_t at_ = 0;  // where the next block begins, in the text
  std::uint64_t run_begin_ =
      0;  // of the members right before it; where it begins if there are none
  bool is_finished_ = false;
};

}  // namespace leakwarden::scanner
