#include "scanner/match/azure_annotated_key.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include <fmt/core.h>

#include "scanner/base/base64.h"
#include "scanner/match/marvin32.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kCheckedCharacters = 80;
constexpr std::size_t kShortCharacters = 84;
constexpr std::size_t kLongCharacters = 88;
constexpr std::size_t kCheckedBytes = 60;
constexpr std::size_t kDatePlace = 58;
constexpr std::string_view kAnnotatedLabel = "Default0";
constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

constexpr std::size_t kSecretMark = 3;
constexpr std::size_t kSecretCheckCharacters = 3;
constexpr std::string_view kSecretLabel = "AadPwd00";
constexpr std::string_view kBase66 =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ1234567890.-_~";

std::uint64_t seed_of(std::string_view label) {
  std::uint64_t seed = 0;
  for (char character : label) seed = seed << 8 | static_cast<std::uint8_t>(character);
  return seed;
}

std::string written(std::uint32_t number, std::string_view digits) {
  std::string reversed;
  for (; number > 0; number /= digits.size()) reversed.push_back(digits[number % digits.size()]);
  return std::string(reversed.rbegin(), reversed.rend());
}

std::string low_byte_first(std::uint32_t number) {
  std::string bytes;
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<char>(number >> shift));
  return bytes;
}

// The bytes, low one first, read as one number with the high byte first; each leading zero byte is
// a "0". Six characters, of which base64 keeps two bits of the last.
std::string base62_check(std::uint32_t check) {
  std::string bytes = low_byte_first(check);
  std::uint32_t number = 0;
  for (char byte : bytes) number = number << 8 | static_cast<std::uint8_t>(byte);
  std::size_t zeros = std::min<std::size_t>(bytes.find_first_not_of('\0'), 3);
  std::string text = std::string(zeros, '0') + (number == 0 ? "0" : written(number, kBase62));
  text.resize(6, '0');
  return base64_encode(base64_decode(text).bytes);
}

bool has_form(std::string_view key) {
  return (key.size() == kShortCharacters || key.size() == kLongCharacters) &&
         base64_decode(key.substr(0, kCheckedCharacters)).bytes.size() == kCheckedBytes;
}

std::uint32_t check_of(std::string_view key) {
  return marvin32(base64_decode(key.substr(0, kCheckedCharacters)).bytes, seed_of(kAnnotatedLabel));
}

// Forms whose check is not known: any digit but 8.
bool is_unchecked_secret(std::string_view secret) {
  return secret.size() > kSecretMark + 3 && secret.substr(kSecretMark + 1, 2) == "Q~" &&
         secret[kSecretMark] >= '0' && secret[kSecretMark] <= '9' && secret[kSecretMark] != '8';
}

bool is_checked_secret(std::string_view secret) {
  return secret.size() > kSecretMark + 3 + kSecretCheckCharacters &&
         secret.substr(kSecretMark, 3) == "8Q~";
}

std::string secret_check(std::string_view secret) {
  std::string_view body = secret.substr(0, secret.size() - kSecretCheckCharacters);
  return written(marvin32(body, seed_of(kSecretLabel)), kBase66).substr(0, kSecretCheckCharacters);
}

}  // namespace

bool annotated_key_valid(std::string_view key) {
  if (!has_form(key)) return false;
  std::string_view tail = key.substr(kCheckedCharacters);
  std::uint32_t check = check_of(key);
  if (base62_check(check).substr(0, tail.size()) == tail) return true;
  std::string bytes = low_byte_first(check);
  return tail == base64_encode(tail.size() == 4 ? bytes.substr(0, 3) : bytes);
}

std::string annotated_key_completed(std::string_view key) {
  if (!has_form(key)) return std::string(key);
  return std::string(key.substr(0, kCheckedCharacters)) +
         base62_check(check_of(key)).substr(0, key.size() - kCheckedCharacters);
}

std::string annotated_key_month(std::string_view key) {
  if (key.size() < kDatePlace + 2) return "";
  int year = key[kDatePlace] - 'A';
  int month = key[kDatePlace + 1] - 'A';
  if (year < 0 || year > 25 || month < 0 || month > 11) return "";
  return fmt::format("{}-{:02}", 2024 + year, month + 1);
}

bool entra_secret_valid(std::string_view secret) {
  if (is_unchecked_secret(secret)) return true;
  return is_checked_secret(secret) &&
         secret.substr(secret.size() - kSecretCheckCharacters) == secret_check(secret);
}

std::string entra_secret_completed(std::string_view secret) {
  if (!is_checked_secret(secret)) return std::string(secret);
  return std::string(secret.substr(0, secret.size() - kSecretCheckCharacters)) +
         secret_check(secret);
}

}  // namespace leakwarden::scanner
