#include "scanner/match/compact_base62.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "scanner/match/crc32_tail.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kDigits =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::uint32_t kShortMark = 0x1e;  // a digit whose low bits are 1111x holds five bits
constexpr std::size_t kCheckBytes = 4;
constexpr std::size_t kRandomBytes = 20;

bool is_short(std::uint32_t digit) {
  return (digit & kShortMark) == kShortMark;
}

// `count` bits that end `end` bits before the end of all, as a number.
std::uint32_t bits_at(std::string_view bytes, std::size_t end, std::size_t count) {
  std::uint32_t number = 0;
  for (std::size_t bit = end + count; bit > end; --bit) {
    std::size_t place = bit - 1;
    std::uint8_t byte = static_cast<std::uint8_t>(bytes[bytes.size() - 1 - place / 8]);
    number = number << 1 | (byte >> (place % 8) & 1);
  }
  return number;
}

std::string check_bytes(std::string_view body) {
  std::uint32_t check = crc32(body);
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(check >> shift));
  return bytes;
}

std::string_view body_of(std::string_view key) {
  std::size_t underscore = key.rfind('_');
  return underscore == std::string_view::npos ? std::string_view() : key.substr(underscore + 1);
}

}  // namespace

std::optional<std::string> compact_base62_decode(std::string_view text) {
  std::string reversed;
  std::uint32_t bits = 0;
  int held = 0;
  for (std::size_t index = 0; index < text.size(); ++index) {
    std::size_t found = kDigits.find(text[index]);
    if (found == std::string_view::npos) return std::nullopt;
    std::uint32_t digit = static_cast<std::uint32_t>(found);
    bits |= digit << held;
    bool last = index + 1 == text.size();
    held += last ? static_cast<int>(std::bit_width(digit)) : is_short(digit) ? 5 : 6;
    if (held < 8) continue;
    reversed.push_back(static_cast<char>(bits & 0xff));
    bits >>= 8;
    held -= 8;
  }
  if (held > 0) reversed.push_back(static_cast<char>(bits & 0xff));
  return std::string(reversed.rbegin(), reversed.rend());
}

std::string compact_base62_encode(std::string_view bytes) {
  std::string text;
  std::size_t all = bytes.size() * 8;
  for (std::size_t done = 0; done < all;) {
    std::size_t count = std::min<std::size_t>(6, all - done);
    std::uint32_t digit = bits_at(bytes, done, count);
    done += count;
    if (is_short(digit)) {
      if (done < all || digit > 31) --done;
      digit &= 31;
    }
    text.push_back(kDigits[digit]);
  }
  return text;
}

bool xata_key_valid(std::string_view key) {
  std::optional<std::string> bytes = compact_base62_decode(body_of(key));
  if (!bytes || bytes->size() <= kCheckBytes) return false;
  std::string_view body = std::string_view(*bytes).substr(0, bytes->size() - kCheckBytes);
  return bytes->substr(body.size()) == check_bytes(body);
}

std::string xata_key_completed(std::string_view key) {
  std::string_view body = body_of(key);
  std::optional<std::string> bytes = compact_base62_decode(body);
  if (!bytes || bytes->size() < kRandomBytes) return std::string(key);
  std::string random = bytes->substr(0, kRandomBytes);
  return std::string(key.substr(0, key.size() - body.size())) +
         compact_base62_encode(random + check_bytes(random));
}

}  // namespace leakwarden::scanner
