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

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// As long as twenty bytes in base64: keys with letters of their own are hardly ever shorter.
constexpr std::uint64_t kShortestStretch = 27;

// Finds those of text[part] while the blocks of it are read one after the other (byte_classes.h).
class StretchFinder {
 public:
  // `stretches` gets them as places in `text`; both must outlive it.
  StretchFinder(std::string_view text, const Span& part, std::vector<Span>& stretches)
      : text_(text), part_(part), stretches_(stretches), at_(part.begin) {}

  // `members`: BlockClasses::encoded of the next block.
  void add(std::uint64_t members);
  // Behind the last block, once. Those of characters, by begin, are followed by those of zeros;
  // they may overlap.
  void finish();

 private:
  std::size_t go_on_from(std::size_t known, std::uint64_t members);

  std::string_view text_;
  Span part_;
  std::vector<Span>& stretches_;
  std::uint64_t at_ = 0;      // where the next block begins, in the text
  std::uint64_t before_ = 0;  // of the last bytes before it, which are members
  std::uint64_t begin_ = 0;   // of the stretch at hand
  bool is_open_ = false;      // it reaches the last block's end
  bool is_finished_ = false;
};

}  // namespace leakwarden::scanner
