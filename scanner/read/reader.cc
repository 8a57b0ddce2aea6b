#include "scanner/read/reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "scanner/read/utf16.h"

namespace leakwarden::scanner {
namespace {

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

}  // namespace

DecodedText DecodedText::raw(std::string_view bytes) {
  DecodedText text;
  text.bytes_ = bytes;
  return text;
}

DecodedText DecodedText::decoded(std::string reader, std::string text,
                                 std::vector<SourcePoint> points) {
  DecodedText made;
  made.reader_ = std::move(reader);
  made.decoded_ = std::move(text);
  made.points_ = std::move(points);
  return made;
}

std::uint64_t DecodedText::source_offset(std::uint64_t offset) const {
  if (reader_.empty()) return offset;
  std::vector<SourcePoint>::const_iterator after = std::upper_bound(
      points_.begin(), points_.end(), offset,
      [](std::uint64_t at, const SourcePoint& point) { return at < point.decoded; });
  SourcePoint point = *std::prev(after);
  // The character that begins at `begin` came from `point.source`; stop at the one that holds
  // offset.
  std::uint64_t begin = point.decoded;
  for (std::uint64_t at = begin + 1; at <= offset && at < decoded_.size(); ++at) {
    if (continues_character(decoded_[at])) continue;
    point.source += utf16_bytes_of(decoded_[begin]);
    begin = at;
  }
  return point.source;
}

TextRange DecodedText::source_range(std::uint64_t begin, std::uint64_t end,
                                    const TextRange& range) const {
  if (reader_.empty()) return range;
  std::uint64_t first_line = begin - static_cast<std::uint64_t>(range.start_column - 1);
  std::uint64_t last_line = end - static_cast<std::uint64_t>(range.end_column);
  TextRange placed = range;
  placed.start_column =
      static_cast<std::int64_t>(source_offset(begin) - source_offset(first_line)) + 1;
  placed.end_column = static_cast<std::int64_t>(source_offset(end) - source_offset(last_line));
  return placed;
}

bool needs_reader(std::string_view bytes) {
  return guess_utf16(bytes).has_value();
}

std::vector<DecodedText> read_texts(std::string_view bytes) {
  std::vector<DecodedText> texts;
  texts.push_back(DecodedText::raw(bytes));
  std::optional<Utf16Guess> guess = guess_utf16(bytes);
  if (guess) texts.push_back(decode_utf16(bytes, *guess));
  return texts;
}

}  // namespace leakwarden::scanner
