#include "scanner/read/utf32.h"

#include <algorithm>
#include <utility>

namespace leakwarden::scanner {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kSampledUnits = 1024;
constexpr std::size_t kFewestUnits = 16;
constexpr std::uint64_t kPointEvery = 4096;  // decoded bytes

std::uint32_t unit_at(std::string_view bytes, std::size_t at, ByteOrder order) {
  std::uint32_t unit = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const std::size_t place = order == ByteOrder::Little ? 3 - i : i;
    unit = unit << 8 | static_cast<unsigned char>(bytes[at + place]);
  }
  return unit;
}

bool is_character(std::uint32_t unit) {
  return unit < 0x110000 && (unit < 0xD800 || unit >= 0xE000);
}

bool is_obvious(std::string_view bytes, ByteOrder order) {
  const std::size_t units = std::min(bytes.size() / 4, kSampledUnits);
  if (units < kFewestUnits) return false;
  std::size_t text = 0;
  for (std::size_t i = 0; i < units; ++i) {
    const std::uint32_t unit = unit_at(bytes, 4 * i, order);
    if (unit == 0 || !is_character(unit)) return false;
    if (is_ascii_text(unit)) ++text;
  }
  return text * 10 >= units * 7;
}

bool begins_with_character(std::string_view bytes, ByteOrder order) {
  return bytes.size() < 8 || is_character(unit_at(bytes, 4, order));
}

}  // namespace

std::optional<Utf32Guess> guess_utf32(std::string_view bytes) {
  if (!has_early_nul(bytes)) return std::nullopt;
  if (bytes.substr(0, 4) == "\xFF\xFE\0\0"sv && begins_with_character(bytes, ByteOrder::Little))
    return Utf32Guess{ByteOrder::Little, 4};
  if (bytes.substr(0, 4) == "\0\0\xFE\xFF"sv && begins_with_character(bytes, ByteOrder::Big))
    return Utf32Guess{ByteOrder::Big, 4};
  for (ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    if (is_obvious(bytes, order)) return Utf32Guess{order, 0};
  }
  return std::nullopt;
}

DecodedText decode_utf32(std::string_view bytes, Utf32Guess guess) {
  std::string text;
  text.reserve(bytes.size() / 4);
  std::vector<SourcePoint> points{{0, guess.mark_bytes, Stride::Utf32}};
  std::size_t at = guess.mark_bytes;
  for (; at + 4 <= bytes.size(); at += 4) {
    if (text.size() >= points.back().decoded + kPointEvery)
      points.push_back({text.size(), at, Stride::Utf32});
    const std::uint32_t unit = unit_at(bytes, at, guess.order);
    append_utf8(character_or_replacement(unit), text);
  }
  if (at < bytes.size()) append_utf8(kReplacementCharacter, text);
  if (!text.empty()) points.push_back({text.size(), bytes.size(), Stride::Utf32});
  return DecodedText::placed(Placing::SameLines, {"utf32"}, std::move(text), std::move(points));
}

bool sniff_utf32(std::string_view bytes) {
  return guess_utf32(bytes).has_value();
}

void read_utf32(std::string_view bytes, ReadBudget&, TextSink& sink) {
  const std::optional<Utf32Guess> guess = guess_utf32(bytes);
  if (guess) sink.take(decode_utf32(bytes, *guess));
}

}  // namespace leakwarden::scanner
