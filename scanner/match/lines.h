#pragma once

// Offsets to lines and columns. Lines end with '\n' and are counted from 1; a '\r' before it
// belongs to the line. Columns are bytes from 1.
//
// A cursor is meant to be asked in rising order: then all questions together read the text once. A
// smaller offset than before is answered too, from the beginning.

#include <cstdint>
#include <string_view>

#include "scanner/base/finding.h"
#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// How many '\n' there are; a few times as fast as std::count().
std::int64_t count_line_ends(std::string_view text);

struct LinePosition {
  std::int64_t line = 1;
  std::uint64_t line_begin = 0;  // offset of the line's first byte
  std::int64_t column = 1;
};

class LineCursor {
 public:
  explicit LineCursor(std::string_view text) : text_(text) {}

  // Requires offset ≤ text.size(). The '\n' itself belongs to the line it ends.
  LinePosition at(std::uint64_t offset);

 private:
  std::string_view text_;
  std::int64_t line_ = 1;
  std::uint64_t line_begin_ = 0;
  std::uint64_t counted_ = 0;  // all '\n' before here are counted
};

// From the span's first byte to its last. Requires a span that is not empty.
TextRange text_range(LineCursor& cursor, const Span& span);

}  // namespace leakwarden::scanner
