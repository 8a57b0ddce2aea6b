#include "scanner/match/crc32_tail.h"

#include <array>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kLowerDigits = "0123456789abcdefghijklmnopqrstuvwxyz";

constexpr std::array<std::uint32_t, 256> make_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) ? 0xEDB88320u : 0);
    table[byte] = value;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kTable = make_table();

std::string written(std::uint32_t number, std::uint32_t base, std::size_t width,
                    std::string_view digits) {
  std::string text(width, digits[0]);
  for (std::size_t place = width; place > 0 && number > 0; number /= base) {
    text[--place] = digits[number % base];
  }
  return text;
}

std::uint32_t byte_swapped(std::uint32_t number) {
  return number << 24 | (number & 0xff00) << 8 | (number >> 8 & 0xff00) | number >> 24;
}

// What stands between the last underscore and the tail.
std::string_view body_before(std::string_view value, std::size_t tail) {
  std::string_view front = value.substr(0, tail);
  std::size_t underscore = front.rfind('_');
  return underscore == std::string_view::npos ? front : front.substr(underscore + 1);
}

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  std::uint32_t value = 0xffffffff;
  for (char byte : bytes) {
    value = kTable[(value ^ static_cast<std::uint8_t>(byte)) & 0xff] ^ value >> 8;
  }
  return ~value;
}

std::optional<ChecksumTail> crc32_tail(ChecksumKind kind, std::string_view value) {
  std::size_t width = kind == ChecksumKind::Crc32Base62   ? 6
                      : kind == ChecksumKind::Crc32Base36 ? 7
                                                          : 8;
  if (value.size() <= width) return std::nullopt;
  std::size_t begin = value.size() - width;
  std::string_view front = value.substr(0, begin);
  switch (kind) {
    case ChecksumKind::Crc32Base62:
      return ChecksumTail{begin, written(crc32(body_before(value, begin)), 62, width, kDigits)};
    case ChecksumKind::Crc32Base36:
      return ChecksumTail{begin, written(crc32(front), 36, width, kLowerDigits)};
    case ChecksumKind::Crc32Hex:
      return ChecksumTail{begin,
                          written(crc32(body_before(value, begin)), 16, width, kLowerDigits)};
    case ChecksumKind::Crc32HexWhole:
      return ChecksumTail{begin, written(crc32(front), 16, width, kDigits)};
    case ChecksumKind::Crc32HexLittleEndian:
      if (front.back() == '_') front.remove_suffix(1);
      return ChecksumTail{begin, written(byte_swapped(crc32(front)), 16, width, kLowerDigits)};
    default:
      return std::nullopt;
  }
}

}  // namespace leakwarden::scanner
