#include "scanner/match/encoded_structure.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "scanner/base/base64.h"
#include "scanner/match/ascii.h"
#include "scanner/match/base32.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kAesBlock = 16;
constexpr std::size_t kUuidCharacters = 36;
constexpr std::size_t kFernetFrame = 57;  // version, time, vector, and the HMAC at the end
constexpr std::array<std::string_view, 3> kSignatures{
    "X-Amz-Signature=", "X-Goog-Signature=", "sig="};

std::uint8_t byte_at(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint8_t>(bytes[at]);
}

bool is_printable(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
}

std::string_view after(std::string_view value, std::size_t place) {
  return place == std::string_view::npos ? std::string_view() : value.substr(place + 1);
}

// All of it is base64 but padding at the end.
std::string whole_base64(std::string_view value) {
  std::size_t end = value.find_last_not_of('=');
  if (end == std::string_view::npos) return "";
  Base64Decoded decoded = base64_decode(value);
  return decoded.used == end + 1 ? decoded.bytes : "";
}

std::uint64_t big_endian(std::string_view bytes) {
  std::uint64_t number = 0;
  for (char byte : bytes) number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

bool is_pair(std::string_view bytes) {
  return bytes.size() >= 3 && bytes.find(':') != std::string_view::npos && is_printable(bytes);
}

bool is_signed_url(std::string_view text) {
  return is_printable(text) &&
         std::any_of(kSignatures.begin(), kSignatures.end(), [text](std::string_view name) {
           return text.find(name) != std::string_view::npos;
         });
}

// Form 2: version 2, then fields of a type, a length and a text; the location is type 1.
std::optional<std::string> location_of_binary(std::string_view bytes) {
  if (bytes.size() < 4 || byte_at(bytes, 0) != 2 || byte_at(bytes, 1) != 1) return std::nullopt;
  std::size_t size = byte_at(bytes, 2);
  std::string_view location = bytes.substr(3, size);
  if (location.size() < size || size > 127 || !is_printable(location)) return std::nullopt;
  return std::string(location);
}

// Form 1: four hex digits of length, "location ", the text and a line feed.
std::optional<std::string> location_of_packet(std::string_view bytes) {
  constexpr std::string_view kName = "location ";
  constexpr std::size_t kDigits = 4;
  if (bytes.size() < kDigits || !std::all_of(bytes.begin(), bytes.begin() + kDigits, is_hex)) {
    return std::nullopt;
  }
  std::size_t size = std::stoul(std::string(bytes.substr(0, kDigits)), nullptr, 16);
  if (size > bytes.size() || size <= kDigits + kName.size()) return std::nullopt;
  std::string_view packet = bytes.substr(kDigits, size - kDigits);
  if (packet.substr(0, kName.size()) != kName || packet.back() != '\n') return std::nullopt;
  std::string_view location = packet.substr(kName.size(), packet.size() - kName.size() - 1);
  return is_printable(location) ? std::optional(std::string(location)) : std::nullopt;
}

}  // namespace

bool is_base64_pair(std::string_view value) {
  return is_pair(whole_base64(value)) || is_pair(whole_base64(after(value, value.find('_'))));
}

bool is_base64_uuid(std::string_view value) {
  std::string text = whole_base64(value);
  if (text.size() != kUuidCharacters) return false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    bool dash = at == 8 || at == 13 || at == 18 || at == 23;
    if (dash ? text[at] != '-' : !is_hex(text[at])) return false;
  }
  return true;
}

bool is_base64_numbered(std::string_view value) {
  std::size_t dash = value.find('-');
  std::string bytes = base64_decode(dash == 4 ? value.substr(5) : value).bytes;
  std::size_t digits = 0;
  while (digits < bytes.size() && is_digit(bytes[digits])) ++digits;
  return digits >= 4 && digits + 17 <= bytes.size() && bytes[digits] == ':';
}

bool is_base64_blocks(std::string_view value) {
  std::size_t size = whole_base64(value).size();
  return size > 0 && size % kAesBlock == 0;
}

bool is_x25519_key(std::string_view value) {
  std::string key = whole_base64(value);
  return key.size() == 32 && (byte_at(key, 0) & 7) == 0 && (byte_at(key, 31) & 0xc0) == 0x40;
}

bool is_base32_msgpack(std::string_view value) {
  std::optional<std::string> bytes = base32_decode(after(value, value.rfind('_')));
  if (!bytes || bytes->size() < 4) return false;
  std::size_t key = byte_at(*bytes, 1) & 0x1f;
  return (byte_at(*bytes, 0) & 0xf0) == 0x80 && (byte_at(*bytes, 1) & 0xe0) == 0xa0 && key > 0 &&
         key + 2 <= bytes->size() && is_printable(std::string_view(*bytes).substr(2, key));
}

bool is_base64_msgpack(std::string_view value) {
  std::string bytes = base64_decode(after(value, value.find('_'))).bytes;
  return bytes.size() > 2 && byte_at(bytes, 0) > 0x90 && byte_at(bytes, 0) <= 0x9f;
}

bool is_base32_text(std::string_view value) {
  std::optional<std::string> text = base32_decode(after(value, value.rfind('_')));
  return text && !text->empty() && is_printable(*text);
}

bool is_hex_letters(std::string_view value) {
  std::size_t begin = value.size();
  while (begin > 0 && is_hex(value[begin - 1])) --begin;
  std::string_view digits = value.substr(begin);
  if (digits.empty() || digits.size() % 2 != 0) return false;
  for (std::size_t at = 0; at < digits.size(); at += 2) {
    int letter = std::stoi(std::string(digits.substr(at, 2)), nullptr, 16) | 0x20;
    if (letter < 'a' || letter > 'z') return false;
  }
  return true;
}

bool is_jenkins_secret(std::string_view value) {
  constexpr std::size_t kHead = 9;
  if (!value.empty() && value.front() == '{') value.remove_prefix(1);
  if (!value.empty() && value.back() == '}') value.remove_suffix(1);
  std::string bytes = whole_base64(value);
  if (bytes.size() <= kHead || byte_at(bytes, 0) != 1) return false;
  std::uint64_t vector = big_endian(std::string_view(bytes).substr(1, 4));
  std::uint64_t data = big_endian(std::string_view(bytes).substr(5, 4));
  return vector == kAesBlock && data % kAesBlock == 0 && kHead + vector + data == bytes.size();
}

bool is_elastic_service_token(std::string_view value) {
  std::string bytes = base64_decode(value).bytes;
  if (bytes.size() < 8 || bytes.substr(0, 4) != std::string("\0\1\0\1", 4)) return false;
  std::size_t colon = bytes.find(':');
  if (colon == std::string::npos) return false;
  std::string_view name = std::string_view(bytes).substr(4, colon - 4);
  return is_printable(name) && std::count(name.begin(), name.end(), '/') == 2;
}

bool is_bcrypt(std::string_view value) {
  constexpr std::size_t kSaltLast = 25;  // behind "$12$", the last of 22 characters
  std::size_t cost = value.find('$', 1);
  if (cost == std::string_view::npos || value.size() != cost + 57) return false;
  if (!is_digit(value[cost + 1]) || !is_digit(value[cost + 2])) return false;
  int rounds = (value[cost + 1] - '0') * 10 + value[cost + 2] - '0';
  std::string_view last = value.substr(cost + kSaltLast, 1);
  return rounds >= 4 && rounds <= 31 && std::string_view(".Oeu").find(last) < 4;
}

std::optional<std::int64_t> fernet_seconds(std::string_view value) {
  std::string bytes = whole_base64(value);
  if (bytes.size() < kFernetFrame + kAesBlock || byte_at(bytes, 0) != 0x80) return std::nullopt;
  if ((bytes.size() - kFernetFrame) % kAesBlock != 0) return std::nullopt;
  std::uint64_t seconds = big_endian(std::string_view(bytes).substr(1, 8));
  if (seconds > INT64_MAX / 1000) return std::nullopt;
  return static_cast<std::int64_t>(seconds);
}

std::optional<std::string> macaroon_location(std::string_view value) {
  std::size_t dash = value.find('-');
  for (std::string_view part : {value, after(value, dash)}) {
    std::string bytes = base64_decode(part).bytes;
    std::optional<std::string> location = location_of_binary(bytes);
    if (!location) location = location_of_packet(bytes);
    if (location) return location;
  }
  return std::nullopt;
}

std::optional<std::string> presigned_url(std::string_view value) {
  if (is_signed_url(value)) return std::string(value);
  std::size_t key = value.rfind("key-");
  std::string_view behind_key = key == std::string_view::npos ? "" : value.substr(key + 4);
  for (std::string_view part : {value, after(value, value.find('.')), behind_key}) {
    std::string url = base64_decode(part).bytes;
    if (is_signed_url(url)) return url;
  }
  return std::nullopt;
}

}  // namespace leakwarden::scanner
