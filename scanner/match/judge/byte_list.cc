#include "scanner/match/judge/byte_list.h"

#include <charconv>
#include <cstddef>
#include <system_error>

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kFewest = 12;
constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBetween = ", \t\r\n";

std::optional<unsigned> byte_of(std::string_view number) {
  int base = 10;
  if (number.starts_with("0x") || number.starts_with("0X")) {
    number.remove_prefix(2);
    base = 16;
  }
  unsigned byte = 0;
  std::from_chars_result read =
      std::from_chars(number.data(), number.data() + number.size(), byte, base);
  bool whole = read.ec == std::errc() && read.ptr == number.data() + number.size();
  return whole && byte < 256 ? std::optional<unsigned>(byte) : std::nullopt;
}

}  // namespace

std::optional<std::string> hex_of_byte_list(std::string_view value) {
  std::string hex;
  while (true) {
    std::size_t begin = value.find_first_not_of(kBetween);
    if (begin == std::string_view::npos) break;
    value.remove_prefix(begin);
    std::string_view number = value.substr(0, value.find_first_of(kBetween));
    std::optional<unsigned> byte = byte_of(number);
    if (!byte) return std::nullopt;
    hex += kHexDigits[*byte >> 4];
    hex += kHexDigits[*byte & 15];
    value.remove_prefix(number.size());
  }
  return hex.size() >= 2 * kFewest ? std::optional<std::string>(hex) : std::nullopt;
}

}  // namespace leakwarden::scanner::judging
