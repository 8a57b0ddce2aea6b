#include "scanner/read/utf16.h"

#include <algorithm>
#include <utility>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kSampledUnits = 4096;
constexpr std::size_t kFewestUnits = 16;
constexpr std::uint64_t kPointEvery = 4096;  // decoded bytes

std::uint32_t unit_at(std::string_view bytes, std::size_t at, ByteOrder order) {
  std::uint32_t first = static_cast<unsigned char>(bytes[at]);
  std::uint32_t second = static_cast<unsigned char>(bytes[at + 1]);
  return order == ByteOrder::Little ? second << 8 | first : first << 8 | second;
}

// Gives up as soon as the rest could not make up for what was seen: most binaries end it early.
bool is_obvious(std::string_view bytes, ByteOrder order) {
  const std::size_t units = std::min(bytes.size() / 2, kSampledUnits);
  if (units < kFewestUnits) return false;
  const ByteOrder other = order == ByteOrder::Little ? ByteOrder::Big : ByteOrder::Little;
  std::size_t other_text = 0;
  std::size_t against = 0;
  for (std::size_t i = 0; i < units; ++i) {
    const std::uint32_t unit = unit_at(bytes, 2 * i, order);
    if (!is_ascii_text(unit)) ++other_text;
    if (unit == 0 || is_ascii_text(unit_at(bytes, 2 * i, other))) ++against;
    if (other_text * 10 > units * 3 || against * 100 > units) return false;
  }
  return true;
}

bool is_high_surrogate(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_surrogate(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

struct CodePoint {
  std::uint32_t value = kReplacementCharacter;
  std::size_t bytes = 2;
};

// Requires at < bytes.size().
CodePoint code_point_at(std::string_view bytes, std::size_t at, ByteOrder order) {
  if (at + 1 >= bytes.size()) return {kReplacementCharacter, 1};
  std::uint32_t unit = unit_at(bytes, at, order);
  if (is_low_surrogate(unit)) return {kReplacementCharacter, 2};
  if (!is_high_surrogate(unit)) return {unit, 2};
  if (at + 3 >= bytes.size()) return {kReplacementCharacter, 2};
  std::uint32_t low = unit_at(bytes, at + 2, order);
  if (!is_low_surrogate(low)) return {kReplacementCharacter, 2};
  return {0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 4};
}

}  // namespace

std::optional<Utf16Guess> guess_utf16(std::string_view bytes) {
  using std::string_view_literals::operator""sv;
  if (bytes.substr(0, 4) == "\xFF\xFE\0\0"sv) return std::nullopt;  // UTF-32
  if (bytes.substr(0, 2) == "\xFF\xFE"sv) return Utf16Guess{ByteOrder::Little, 2};
  if (bytes.substr(0, 2) == "\xFE\xFF"sv) return Utf16Guess{ByteOrder::Big, 2};
  if (!has_early_nul(bytes)) return std::nullopt;
  for (ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    if (is_obvious(bytes, order)) return Utf16Guess{order, 0};
  }
  return std::nullopt;
}

DecodedText decode_utf16(std::string_view bytes, Utf16Guess guess) {
  std::string text;
  text.reserve(bytes.size() / 2);
  std::vector<SourcePoint> points{{0, guess.mark_bytes, Stride::Utf16}};
  for (std::size_t at = guess.mark_bytes; at < bytes.size();) {
    if (text.size() >= points.back().decoded + kPointEvery)
      points.push_back({text.size(), at, Stride::Utf16});
    CodePoint point = code_point_at(bytes, at, guess.order);
    append_utf8(point.value, text);
    at += point.bytes;
  }
  if (!text.empty()) points.push_back({text.size(), bytes.size(), Stride::Utf16});
  return DecodedText::placed(Placing::SameLines, {"utf16"}, std::move(text), std::move(points));
}

bool sniff_utf16(std::string_view bytes) {
  return guess_utf16(bytes).has_value();
}

void read_utf16(std::string_view bytes, ReadBudget&, TextSink& sink) {
  const std::optional<Utf16Guess> guess = guess_utf16(bytes);
  if (guess) sink.take(decode_utf16(bytes, *guess));
}

}  // namespace leakwarden::scanner
