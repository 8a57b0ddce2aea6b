#include "scanner/encoded_spellings.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kLower = "0123456789abcdef";
constexpr std::string_view kUpper = "0123456789ABCDEF";
constexpr std::string_view kUnreserved =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

// The characters that `value` decides where `before` bytes of their group stand before it.
std::string base64_behind(std::string_view value, std::size_t before, Base64Alphabet alphabet) {
  const std::string all = base64_encode(std::string(before, '\0') + std::string(value), alphabet);
  const std::size_t begin = (8 * before + 5) / 6;
  return all.substr(begin, 8 * (before + value.size()) / 6 - begin);
}

void append_hex(char byte, std::string_view digits, std::string& text) {
  text += digits[static_cast<std::uint8_t>(byte) >> 4];
  text += digits[static_cast<std::uint8_t>(byte) & 15];
}

std::string in_hex(std::string_view value, std::string_view digits) {
  std::string text;
  for (char byte : value) append_hex(byte, digits, text);
  return text;
}

std::string in_percent(std::string_view value) {
  std::string text;
  for (char byte : value) {
    if (kUnreserved.find(byte) != std::string_view::npos) {
      text += byte;
    } else {
      text += '%';
      append_hex(byte, kUpper, text);
    }
  }
  return text;
}

// As far as it is the same in either byte order.
std::string in_utf16(std::string_view value) {
  std::string text;
  for (char byte : value) {
    if (!text.empty()) text += '\0';
    text += byte;
  }
  return text;
}

}  // namespace

std::vector<Secret> encoded_spellings(std::string_view value) {
  std::vector<Secret> spellings;
  if (value.size() < kShortestSpelled) return spellings;
  const auto add = [&](const std::string& text) {
    Secret spelling = Secret::copy_of(text);
    if (text != value && std::find(spellings.begin(), spellings.end(), spelling) == spellings.end())
      spellings.push_back(std::move(spelling));
  };
  for (Base64Alphabet alphabet : {Base64Alphabet::Standard, Base64Alphabet::Url}) {
    for (std::size_t before = 0; before < 3; ++before) add(base64_behind(value, before, alphabet));
  }
  add(in_hex(value, kLower));
  add(in_hex(value, kUpper));
  add(in_percent(value));
  add(in_utf16(value));
  return spellings;
}

}  // namespace leakwarden::scanner
