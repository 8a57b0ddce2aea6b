#include "scanner/match/crc32_tail.h"

#include <algorithm>
#include <array>

#include "scanner/base/base64.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kDigits =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kLowerDigits = "0123456789abcdefghijklmnopqrstuvwxyz";

constexpr std::string_view kBase58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::size_t kLeadOfBase64 = 4;  // "cflt"

using Table = std::array<std::uint32_t, 256>;

constexpr Table make_table(std::uint32_t polynomial) {
  Table table{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t value = byte;
    for (int bit = 0; bit < 8; ++bit) value = value >> 1 ^ ((value & 1) ? polynomial : 0);
    table[byte] = value;
  }
  return table;
}

constexpr Table kTable = make_table(0xEDB88320);
constexpr Table kCastagnoli = make_table(0x82F63B78);

std::uint32_t sum(const Table& table, std::string_view bytes) {
  std::uint32_t value = 0xffffffff;
  for (char byte : bytes) {
    value = table[(value ^ static_cast<std::uint8_t>(byte)) & 0xff] ^ value >> 8;
  }
  return ~value;
}

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

// Of what stands before the tail, the part after the last underscore.
std::string_view body_of(std::string_view front) {
  std::size_t underscore = front.rfind('_');
  return underscore == std::string_view::npos ? front : front.substr(underscore + 1);
}

std::string base64_of_bytes(std::uint32_t number) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(number >> shift));
  return base64_encode(bytes, Base64Alphabet::Standard, Base64Padding::No);
}

std::size_t width_of(ChecksumKind kind) {
  switch (kind) {
    case ChecksumKind::Crc32Base62:
    case ChecksumKind::Crc32Base62Whole:
    case ChecksumKind::Crc32Base64:
    case ChecksumKind::Crc32cBase58:
      return 6;
    case ChecksumKind::Crc32Base36:
      return 7;
    default:
      return 8;
  }
}

std::string expected_tail(ChecksumKind kind, std::string_view front) {
  std::size_t width = width_of(kind);
  switch (kind) {
    case ChecksumKind::Crc32Base62:
      return written(crc32(body_of(front)), 62, width, kDigits);
    case ChecksumKind::Crc32Base62Whole:
      return written(crc32(front), 62, width, kDigits);
    case ChecksumKind::Crc32Base36:
      return written(crc32(front), 36, width, kLowerDigits);
    case ChecksumKind::Crc32Hex:
      return written(crc32(body_of(front)), 16, width, kLowerDigits);
    case ChecksumKind::Crc32HexWhole:
      return written(crc32(front), 16, width, kDigits);
    case ChecksumKind::Crc32HexWholeLower:
      return written(crc32(front), 16, width, kLowerDigits);
    case ChecksumKind::Crc32HexLittleEndian:
      return written(byte_swapped(crc32(front)), 16, width, kLowerDigits);
    case ChecksumKind::Crc32Base64:
      return base64_of_bytes(crc32(front.substr(std::min(kLeadOfBase64, front.size()))));
    case ChecksumKind::Crc32cBase58:
      return written(crc32c(front), 58, width, kBase58);
    default:
      return "";
  }
}

}  // namespace

std::uint32_t crc32(std::string_view bytes) {
  return sum(kTable, bytes);
}

std::uint32_t crc32c(std::string_view bytes) {
  return sum(kCastagnoli, bytes);
}

std::optional<ChecksumTail> crc32_tail(ChecksumKind kind, std::string_view value) {
  std::size_t width = width_of(kind);
  if (value.size() <= width) return std::nullopt;
  std::size_t begin = value.size() - width;
  std::string_view front = value.substr(0, begin);
  if (front.back() == '_') front.remove_suffix(1);
  std::string expected = expected_tail(kind, front);
  if (expected.empty()) return std::nullopt;
  return ChecksumTail{begin, expected};
}

}  // namespace leakwarden::scanner
