#include "scanner/match/lines.h"

#include <cstring>

namespace leakwarden::scanner {

LinePosition LineCursor::at(std::uint64_t offset) {
  if (offset < counted_) {
    line_ = 1;
    line_begin_ = 0;
    counted_ = 0;
  }
  while (counted_ < offset) {
    const void* found = std::memchr(text_.data() + counted_, '\n', offset - counted_);
    if (!found) break;
    line_begin_ = static_cast<std::uint64_t>(static_cast<const char*>(found) - text_.data()) + 1;
    counted_ = line_begin_;
    ++line_;
  }
  counted_ = offset;
  return {line_, line_begin_, static_cast<std::int64_t>(offset - line_begin_) + 1};
}

TextRange text_range(LineCursor& cursor, const Span& span) {
  LinePosition first = cursor.at(span.begin);
  LinePosition last = cursor.at(span.end - 1);
  return {first.line, last.line, first.column, last.column};
}

}  // namespace leakwarden::scanner
