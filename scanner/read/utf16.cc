#include "scanner/read/utf16.h"

#include <algorithm>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kSampledUnits = 4096;
constexpr std::size_t kFewestUnits = 16;
constexpr std::uint64_t kPointEvery = 4096;  // decoded bytes
constexpr std::uint32_t kReplacement = 0xFFFD;

std::uint32_t unit_at(std::string_view bytes, std::size_t at, ByteOrder order) {
  std::uint32_t first = static_cast<unsigned char>(bytes[at]);
  std::uint32_t second = static_cast<unsigned char>(bytes[at + 1]);
  return order == ByteOrder::Little ? second << 8 | first : first << 8 | second;
}

bool is_text_unit(std::uint32_t unit) {
  return (unit >= 0x20 && unit < 0x7F) || unit == '\t' || unit == '\n' || unit == '\r';
}

bool is_obvious(std::string_view bytes, ByteOrder order) {
  std::size_t units = std::min(bytes.size() / 2, kSampledUnits);
  if (units < kFewestUnits) return false;
  ByteOrder other = order == ByteOrder::Little ? ByteOrder::Big : ByteOrder::Little;
  std::size_t text = 0;
  std::size_t against = 0;
  for (std::size_t i = 0; i < units; ++i) {
    std::uint32_t unit = unit_at(bytes, 2 * i, order);
    if (is_text_unit(unit)) ++text;
    if (unit == 0 || is_text_unit(unit_at(bytes, 2 * i, other))) ++against;
  }
  return text * 10 >= units * 7 && against * 100 <= units;
}

bool is_high_surrogate(std::uint32_t unit) {
  return unit >= 0xD800 && unit < 0xDC00;
}
bool is_low_surrogate(std::uint32_t unit) {
  return unit >= 0xDC00 && unit < 0xE000;
}

void append_utf8(std::uint32_t point, std::string& text) {
  if (point < 0x80) {
    text += static_cast<char>(point);
    return;
  }
  if (point >= 0x10000) {
    text += static_cast<char>(0xF0 | point >> 18);
    text += static_cast<char>(0x80 | (point >> 12 & 0x3F));
  } else if (point >= 0x800) {
    text += static_cast<char>(0xE0 | point >> 12);
  }
  text += static_cast<char>(point < 0x800 ? 0xC0 | point >> 6 : 0x80 | (point >> 6 & 0x3F));
  text += static_cast<char>(0x80 | (point & 0x3F));
}

struct CodePoint {
  std::uint32_t value = kReplacement;
  std::size_t bytes = 2;
};

// Requires at < bytes.size().
CodePoint code_point_at(std::string_view bytes, std::size_t at, ByteOrder order) {
  if (at + 1 >= bytes.size()) return {kReplacement, 1};
  std::uint32_t unit = unit_at(bytes, at, order);
  if (is_low_surrogate(unit)) return {kReplacement, 2};
  if (!is_high_surrogate(unit)) return {unit, 2};
  if (at + 3 >= bytes.size()) return {kReplacement, 2};
  std::uint32_t low = unit_at(bytes, at + 2, order);
  if (!is_low_surrogate(low)) return {kReplacement, 2};
  return {0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 4};
}

}  // namespace

std::optional<Utf16Guess> guess_utf16(std::string_view bytes) {
  using std::string_view_literals::operator""sv;
  if (bytes.substr(0, 4) == "\xFF\xFE\0\0"sv) return std::nullopt;  // UTF-32
  if (bytes.substr(0, 2) == "\xFF\xFE"sv) return Utf16Guess{ByteOrder::Little, 2};
  if (bytes.substr(0, 2) == "\xFE\xFF"sv) return Utf16Guess{ByteOrder::Big, 2};
  // ASCII has a zero in each unit. Looking for one costs a fiftieth of looking at the units.
  if (bytes.substr(0, 2 * kSampledUnits).find('\0') == std::string_view::npos) return std::nullopt;
  for (ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    if (is_obvious(bytes, order)) return Utf16Guess{order, 0};
  }
  return std::nullopt;
}

DecodedText decode_utf16(std::string_view bytes, Utf16Guess guess) {
  std::string text;
  text.reserve(bytes.size() / 2);
  std::vector<SourcePoint> points{{0, guess.mark_bytes}};
  for (std::size_t at = guess.mark_bytes; at < bytes.size();) {
    if (text.size() >= points.back().decoded + kPointEvery) points.push_back({text.size(), at});
    CodePoint point = code_point_at(bytes, at, guess.order);
    append_utf8(point.value, text);
    at += point.bytes;
  }
  if (!text.empty()) points.push_back({text.size(), bytes.size()});
  return DecodedText::decoded("utf16", std::move(text), std::move(points));
}

std::uint64_t utf16_bytes_of(char first) {
  return static_cast<unsigned char>(first) >= 0xF0 ? 4 : 2;
}

}  // namespace leakwarden::scanner
