#include "scanner/match/base32.h"

#include <array>
#include <cstddef>

#include "scanner/match/crc32_tail.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kUpper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view kLower = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t kCrc16Bytes = 2;
constexpr std::uint8_t kSeedVersion = 0x90;  // the first letter is "S"

constexpr std::size_t kTokenCharacters = 52;
constexpr std::array<std::size_t, 4> kTokenCheckPlaces{22, 8, 7, 2};  // lowest byte first
constexpr std::array<std::uint32_t, 2> kTokenMasks{0xE0B9692D, 0x1019F92E};

std::string crc16_bytes(std::string_view body) {
  std::uint16_t check = crc16_xmodem(body);
  return {static_cast<char>(check & 0xff), static_cast<char>(check >> 8)};
}

std::uint32_t token_crc(std::string bytes) {
  for (std::size_t place : kTokenCheckPlaces) bytes.erase(place, 1);  // highest place first
  return crc32(bytes);
}

bool is_upper(std::string_view text) {
  return text.find_first_of("abcdefghijklmnopqrstuvwxyz") == std::string_view::npos;
}

}  // namespace

std::optional<std::string> base32_decode(std::string_view text) {
  std::string bytes;
  bytes.reserve(text.size() * 5 / 8);
  std::uint32_t bits = 0;
  int held = 0;
  for (char character : text) {
    std::size_t digit = kUpper.find(character);
    if (digit == std::string_view::npos) digit = kLower.find(character);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 5 | static_cast<std::uint32_t>(digit)) & 0xffff;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes.push_back(static_cast<char>(bits >> held & 0xff));
  }
  return bytes;
}

std::string base32_encode(std::string_view bytes, Base32Case letters) {
  std::string_view digits = letters == Base32Case::Upper ? kUpper : kLower;
  std::string text;
  text.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t bits = 0;
  int held = 0;
  for (char byte : bytes) {
    bits = (bits << 8 | static_cast<std::uint8_t>(byte)) & 0xffff;
    for (held += 8; held >= 5; held -= 5) text.push_back(digits[bits >> (held - 5) & 31]);
  }
  if (held > 0) text.push_back(digits[bits << (5 - held) & 31]);
  return text;
}

std::uint16_t crc16_xmodem(std::string_view bytes) {
  std::uint32_t check = 0;
  for (char byte : bytes) {
    check ^= static_cast<std::uint32_t>(static_cast<std::uint8_t>(byte)) << 8;
    for (int bit = 0; bit < 8; ++bit) check = check << 1 ^ ((check & 0x8000) ? 0x1021 : 0);
    check &= 0xffff;
  }
  return static_cast<std::uint16_t>(check);
}

bool strkey_valid(std::string_view text) {
  std::optional<std::string> bytes = base32_decode(text);
  if (!bytes || bytes->size() <= kCrc16Bytes) return false;
  if ((static_cast<std::uint8_t>(bytes->front()) & 0xf8) != kSeedVersion) return false;
  std::string_view body = std::string_view(*bytes).substr(0, bytes->size() - kCrc16Bytes);
  return bytes->substr(body.size()) == crc16_bytes(body);
}

std::string strkey_completed(std::string_view text) {
  std::optional<std::string> bytes = base32_decode(text);
  if (!bytes || bytes->size() <= kCrc16Bytes) return std::string(text);
  std::string body = bytes->substr(0, bytes->size() - kCrc16Bytes);
  return base32_encode(body + crc16_bytes(body), Base32Case::Upper);
}

bool azure_devops_token_valid(std::string_view text) {
  std::optional<std::string> bytes = base32_decode(text);
  if (!bytes || text.size() != kTokenCharacters) return false;
  std::uint32_t written = 0;
  for (std::size_t index = 0; index < kTokenCheckPlaces.size(); ++index) {
    std::uint8_t byte = static_cast<std::uint8_t>((*bytes)[kTokenCheckPlaces[index]]);
    written |= std::uint32_t{byte} << (8 * index);
  }
  std::uint32_t check = token_crc(*bytes);
  return written == (check ^ kTokenMasks[0]) || written == (check ^ kTokenMasks[1]);
}

std::string azure_devops_token_completed(std::string_view text) {
  std::optional<std::string> bytes = base32_decode(text);
  if (!bytes || text.size() != kTokenCharacters) return std::string(text);
  std::uint32_t check = token_crc(*bytes) ^ kTokenMasks[0];
  for (std::size_t index = 0; index < kTokenCheckPlaces.size(); ++index) {
    (*bytes)[kTokenCheckPlaces[index]] = static_cast<char>(check >> (8 * index) & 0xff);
  }
  return base32_encode(*bytes, is_upper(text) ? Base32Case::Upper : Base32Case::Lower);
}

}  // namespace leakwarden::scanner
