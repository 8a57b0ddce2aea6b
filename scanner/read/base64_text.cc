#include "scanner/read/base64_text.h"

#include <cstdint>

namespace leakwarden::scanner {
namespace {

int digit_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+' || c == '-') return 62;
  if (c == '/' || c == '_') return 63;
  return -1;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

}  // namespace

std::optional<std::string> base64_text(std::string_view written) {
  while (!written.empty() && (is_space(written.back()) || written.back() == '='))
    written.remove_suffix(1);
  std::string text;
  text.reserve(written.size() / 4 * 3 + 3);
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (char c : written) {
    if (is_space(c)) continue;
    const int digit = digit_of(c);
    if (digit < 0) return std::nullopt;
    bits = bits << 6 | static_cast<std::uint32_t>(digit);
    ++count;
    if (count % 4 != 1)
      text += static_cast<char>(bits >> (count % 4 == 0 ? 0 : count % 4 == 3 ? 2 : 4));
  }
  if (count == 0 || count % 4 == 1) return std::nullopt;
  return text;
}

}  // namespace leakwarden::scanner
