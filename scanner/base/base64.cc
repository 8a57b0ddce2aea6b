#include "scanner/base/base64.h"

#include <cstdint>

namespace leakwarden {
namespace {

constexpr std::string_view kStandard =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kUrl =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int digit_of(char character) {
  if (character >= 'A' && character <= 'Z') return character - 'A';
  if (character >= 'a' && character <= 'z') return character - 'a' + 26;
  if (character >= '0' && character <= '9') return character - '0' + 52;
  if (character == '+' || character == '-') return 62;
  if (character == '/' || character == '_') return 63;
  return -1;
}

}  // namespace

Base64Decoded base64_decode(std::string_view text) {
  Base64Decoded result;
  result.bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  int held = 0;
  for (char character : text) {
    int digit = digit_of(character);
    if (digit < 0) break;
    ++result.used;
    bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xffffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    result.bytes.push_back(static_cast<char>(bits >> held & 0xff));
  }
  return result;
}

std::string base64_encode(std::string_view bytes, Base64Alphabet alphabet, Base64Padding padding) {
  std::string_view digits = alphabet == Base64Alphabet::Url ? kUrl : kStandard;
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  std::uint32_t bits = 0;
  int held = 0;
  for (char byte : bytes) {
    bits = (bits << 8 | static_cast<std::uint8_t>(byte)) & 0xffffff;
    for (held += 8; held >= 6; held -= 6) text.push_back(digits[bits >> (held - 6) & 0x3f]);
  }
  if (held > 0) text.push_back(digits[bits << (6 - held) & 0x3f]);
  while (padding == Base64Padding::Yes && text.size() % 4 != 0) text.push_back('=');
  return text;
}

}  // namespace leakwarden
