#include "tests/support/planted.h"

#include <random>

namespace leakwarden::testing {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

std::uint32_t crc32(std::string_view text) {
  std::uint32_t crc = 0xFFFFFFFFu;
  for (char c : text) {
    crc ^= static_cast<unsigned char>(c);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

std::string base62(std::uint32_t number, std::size_t width) {
  std::string text(width, '0');
  for (std::size_t i = width; i-- > 0; number /= 62) text[i] = kBase62[number % 62];
  return text;
}

}  // namespace

std::string planted_characters(std::uint64_t seed, std::string_view alphabet, std::size_t count) {
  std::mt19937_64 random(seed);
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text.push_back(alphabet[random() % alphabet.size()]);
  return text;
}

std::string planted_postman_key(std::uint64_t seed) {
  return "PMAK" + std::string("-64f1") + planted_characters(seed, kHex, 20) + "-" +
         planted_characters(seed + 1, kHex, 34);
}

std::string planted_github_token(std::uint64_t seed) {
  std::string body = planted_characters(seed, kBase62, 30);
  return "ghp" + std::string("_") + body + base62(crc32(body), 6);
}

std::string planted_aws_key_id(std::uint64_t seed) {
  return "AK" + std::string("IA") +
         planted_characters(seed, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16);
}

}  // namespace leakwarden::testing
