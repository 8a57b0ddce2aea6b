#include "scanner/report/words.h"

#include <cmath>
#include <utility>

#include <fmt/core.h>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kEllipsis = "…";

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Length of the code point at `at`, of valid UTF-8.
std::size_t length_at(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  while (end < text.size() && continues(text[end])) ++end;
  return end - at;
}

std::uint32_t value_of(std::string_view bytes) {
  const unsigned char lead = static_cast<unsigned char>(bytes[0]);
  if (bytes.size() == 1) return lead;
  std::uint32_t value = lead & (0xFFu >> (bytes.size() + 1));
  for (char c : bytes.substr(1)) value = value << 6 | (static_cast<unsigned char>(c) & 0x3Fu);
  return value;
}

// The wide ranges of Unicode's EastAsianWidth.txt, joined; and the main combining blocks.
std::size_t columns_of(std::uint32_t c) {
  static constexpr std::pair<std::uint32_t, std::uint32_t> kCombining[] = {
      {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
      {0x0E31, 0x0E31}, {0x0E34, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},
      {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}};
  static constexpr std::pair<std::uint32_t, std::uint32_t> kWide[] = {
      {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0xA4CF},   {0xAC00, 0xD7A3},
      {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
      {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD}};
  for (const std::pair<std::uint32_t, std::uint32_t>& range : kCombining) {
    if (c >= range.first && c <= range.second) return 0;
  }
  for (const std::pair<std::uint32_t, std::uint32_t>& range : kWide) {
    if (c >= range.first && c <= range.second) return 2;
  }
  return 1;
}

// Bytes of the longest prefix that takes at most `width` columns.
std::size_t prefix_of_width(std::string_view text, std::size_t width) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t length = length_at(text, at);
    const std::size_t columns = columns_of(value_of(text.substr(at, length)));
    if (columns > width) break;
    width -= columns;
    at += length;
  }
  return at;
}

bool is_url(std::string_view word) {
  return word.find("://") != std::string_view::npos;
}

}  // namespace

std::string with_separators(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
  return digits;
}

std::string human_bytes(std::uint64_t bytes) {
  if (bytes < 1000) return counted(bytes, "byte", "bytes");
  static constexpr const char* kUnits[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
  double amount = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (amount >= 999.95 && unit + 1 < std::size(kUnits)) {
    amount /= 1000;
    ++unit;
  }
  return fmt::format("{:.1f} {}", amount, kUnits[unit]);
}

std::string human_seconds(double seconds) {
  if (seconds < 0.995) return fmt::format("{:.2f} s", seconds);
  if (seconds < 59.95) return fmt::format("{:.1f} s", seconds);
  const std::uint64_t whole = static_cast<std::uint64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural) {
  return fmt::format("{} {}", with_separators(number), number == 1 ? singular : plural);
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = length_at(text, at);
    width += columns_of(value_of(text.substr(at, length)));
    at += length;
  }
  return width;
}

std::string cut_in_middle(std::string_view text, std::size_t width) {
  if (display_width(text) <= width || width < 3) return std::string(text);
  const std::size_t front = (width - 1) / 2;
  std::size_t back = text.size();
  std::size_t room = width - 1 - front;
  while (back > 0) {
    std::size_t begin = back - 1;
    while (begin > 0 && continues(text[begin])) --begin;
    const std::size_t columns = columns_of(value_of(text.substr(begin, back - begin)));
    if (columns > room) break;
    room -= columns;
    back = begin;
  }
  std::string cut(text.substr(0, prefix_of_width(text, front)));
  cut += kEllipsis;
  cut += text.substr(back);
  return cut;
}

std::vector<std::string> wrapped(std::string_view text, std::size_t width) {
  std::vector<std::string> lines;
  std::string line;
  while (true) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) break;
    text.remove_prefix(begin);
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size());
    if (!line.empty() && display_width(line) + 1 + display_width(word) > width) {
      lines.push_back(std::exchange(line, {}));
    }
    if (!line.empty()) line += ' ';
    line += is_url(word) ? std::string(word) : cut_in_middle(word, width);
  }
  if (!line.empty()) lines.push_back(std::move(line));
  return lines;
}

}  // namespace leakwarden::scanner
