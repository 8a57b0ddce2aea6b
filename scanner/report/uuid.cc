#include "scanner/report/uuid.h"

#include <array>
#include <bit>
#include <cstdint>

#include "scanner/base/sha256.h"

namespace leakwarden::scanner {
namespace {

using Block = std::array<std::uint32_t, 80>;
using State = std::array<std::uint32_t, 5>;

// uuid5(DNS namespace, "leakwarden")
constexpr std::array<std::uint8_t, 16> kNamespace = {
    0x0f, 0xd3, 0x9c, 0x35, 0x84, 0xc2, 0x55, 0x87, 0xb7, 0x7a, 0x2f, 0xb4, 0x2c, 0x07, 0xd8, 0x2e};

std::uint32_t mixed(unsigned round, const State& s) {
  if (round < 20) return ((s[1] & s[2]) | (~s[1] & s[3])) + 0x5A827999;
  if (round < 40) return (s[1] ^ s[2] ^ s[3]) + 0x6ED9EBA1;
  if (round < 60) return ((s[1] & s[2]) | (s[1] & s[3]) | (s[2] & s[3])) + 0x8F1BBCDC;
  return (s[1] ^ s[2] ^ s[3]) + 0xCA62C1D6;
}

void compress(const char* bytes, State& state) {
  Block words;
  for (std::size_t i = 0; i < 16; ++i) {
    words[i] = 0;
    for (std::size_t j = 0; j < 4; ++j)
      words[i] = words[i] << 8 | static_cast<unsigned char>(bytes[4 * i + j]);
  }
  for (std::size_t i = 16; i < 80; ++i)
    words[i] = std::rotl(words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  State s = state;
  for (unsigned round = 0; round < 80; ++round) {
    const std::uint32_t next = std::rotl(s[0], 5) + mixed(round, s) + s[4] + words[round];
    s = {next, s[0], std::rotl(s[1], 30), s[2], s[3]};
  }
  for (std::size_t i = 0; i < 5; ++i) state[i] += s[i];
}

// FIPS 180-4, of short texts. The scanner's fast one is in git/, which reports do not know.
std::array<std::uint8_t, 20> sha1(std::string text) {
  const std::uint64_t bits = 8 * static_cast<std::uint64_t>(text.size());
  text += '\x80';
  while (text.size() % 64 != 56) text += '\0';
  for (int shift = 56; shift >= 0; shift -= 8) text += static_cast<char>(bits >> shift & 0xFF);
  State state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  for (std::size_t at = 0; at < text.size(); at += 64) compress(text.data() + at, state);
  std::array<std::uint8_t, 20> digest;
  for (std::size_t i = 0; i < digest.size(); ++i)
    digest[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - 8 * (i % 4)));
  return digest;
}

}  // namespace

std::string uuid_of(std::string_view name) {
  std::string text(kNamespace.begin(), kNamespace.end());
  text += name;
  std::array<std::uint8_t, 20> digest = sha1(std::move(text));
  digest[6] = static_cast<std::uint8_t>((digest[6] & 0x0F) | 0x50);
  digest[8] = static_cast<std::uint8_t>((digest[8] & 0x3F) | 0x80);
  std::string uuid = to_hex(digest.data(), 16);
  for (std::size_t at : {20, 16, 12, 8}) uuid.insert(at, 1, '-');
  return uuid;
}

}  // namespace leakwarden::scanner
