#include "scanner/read/decoded_text.h"

#include <algorithm>
#include <iterator>

namespace leakwarden::scanner {
namespace {

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

std::uint64_t bytes_of(Stride stride, char first) {
  if (stride == Stride::Utf32) return 4;
  return static_cast<unsigned char>(first) >= 0xF0 ? 4 : 2;
}

}  // namespace

DecodedText DecodedText::own(std::vector<std::string> places, std::string text) {
  DecodedText made;
  made.places_ = std::move(places);
  made.text_ = std::move(text);
  return made;
}

DecodedText DecodedText::placed(Placing placing, std::vector<std::string> places, std::string text,
                                std::vector<SourcePoint> points, std::vector<Mark> marks) {
  DecodedText made = own(std::move(places), std::move(text));
  made.placing_ = placing;
  made.points_ = std::move(points);
  made.marks_ = std::move(marks);
  return made;
}

const SourcePoint& DecodedText::point_of(std::uint64_t offset) const {
  return *std::prev(std::upper_bound(
      points_.begin(), points_.end(), offset,
      [](std::uint64_t at, const SourcePoint& point) { return at < point.decoded; }));
}

std::uint64_t DecodedText::source_offset(std::uint64_t offset) const {
  SourcePoint point = point_of(offset);
  if (point.stride == Stride::Whole) return point.source;
  if (point.stride == Stride::Bytes) return point.source + (offset - point.decoded);
  // The character that begins at `begin` came from `point.source`; stop at the one that holds
  // offset.
  std::uint64_t begin = point.decoded;
  for (std::uint64_t at = begin + 1; at <= offset && at < text_.size(); ++at) {
    if (continues_character(text_[at])) continue;
    point.source += bytes_of(point.stride, text_[begin]);
    begin = at;
  }
  return point.source;
}

SourceSpan DecodedText::source_span(std::uint64_t begin, std::uint64_t end) const {
  if (placing_ == Placing::OwnLines) return {};
  const std::uint64_t from = source_offset(begin);
  if (placing_ == Placing::SameLines) return {from, source_offset(end)};
  const SourcePoint& last = point_of(end - 1);
  const std::uint64_t to =
      last.stride == Stride::Whole ? last.source_end : source_offset(end - 1) + 1;
  return {from, std::max(to, from + 1)};
}

TextRange DecodedText::source_range(std::uint64_t begin, std::uint64_t end,
                                    const TextRange& range) const {
  const std::uint64_t first_line = begin - static_cast<std::uint64_t>(range.start_column - 1);
  const std::uint64_t last_line = end - static_cast<std::uint64_t>(range.end_column);
  TextRange placed = range;
  placed.start_column =
      static_cast<std::int64_t>(source_offset(begin) - source_offset(first_line)) + 1;
  placed.end_column = static_cast<std::int64_t>(source_offset(end) - source_offset(last_line));
  return placed;
}

}  // namespace leakwarden::scanner
