#pragma once

// Where in a text encoded values can stand, so that their many triggers cost nothing elsewhere:
// source code has few words of that length.
//
//   curl -H "X-Auth: dXNlcjpnaHBfMDEyMzQ1Njc4OWFiY2RlZg=="  # leakwarden:allow
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^    letters, digits, % * + , - . / _
//   t\0o\0k\0e\0n\0_\0…                                   bytes beside zeros
//
// Each is decided by its own bytes and the ones beside them, and is as long as it can be.

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/match/block_runs.h"
#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// As long as twenty bytes in base64: keys with letters of their own are hardly ever shorter.
constexpr std::uint64_t kShortestStretch = 27;

// Finds those of text[part] while its blocks are read row by row (block_runs.h).
class StretchFinder {
 public:
  // `stretches` gets them as places in `text`; both must outlive it.
  StretchFinder(std::string_view text, const Span& part, std::vector<Span>& stretches)
      : text_(text), part_(part), stretches_(stretches), at_(part.begin) {}

  // Of the next row.
  void add(const BlockRuns& runs, std::size_t blocks);
  // Behind the last row, once. Those of characters, by begin, are followed by those of zeros; they
  // may overlap.
  void finish();

 private:
  void add_block(std::uint64_t bits, std::uint64_t at);
  void end_stretch(std::uint64_t last_bit_end);

  std::string_view text_;
  Span part_;
  std::vector<Span>& stretches_;
  std::uint64_t at_ = 0;     // where the next row begins, in the text
  std::uint64_t begin_ = 0;  // of the stretch at hand
  bool is_in_one_ = false;
  bool is_finished_ = false;
};

}  // namespace leakwarden::scanner
