#include <gtest/gtest.h>

#include "scanner/match/placeholder.h"

namespace leakwarden::scanner {
namespace {

// Real-looking values are put together here, so that none stands in the tree.
std::string repeat(const std::string& part, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += part;
  return all;
}

TEST(Filler, IsSeen) {
  const std::string fillers[] = {
      "xxx",
      "aaaaaaaa",
      "0000",
      "111111111111",
      "ghp_" + repeat("x", 36),
      "PMAK-" + repeat("0", 24) + "-" + repeat("0", 34),
      "00000000-0000-0000-0000-000000000000",
      "11111111-2222-3333-4444-555555555555",
      "12345678-1234-1234-1234-123456789012",
      "01234567-89ab-cdef-0123-456789abcdef",
      "sk_" + std::string("live_1234567890abcdefghijklmn"),
      "ghp_" + std::string("abcdefghijklmnopqrstuvwxyz0123456789"),
      "ghp_" + std::string("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
      "fedcba9876543210fedcba98",
      "zyxwvutsrqponmlkjihg",
      repeat("deadbeef", 4),
      repeat("abc123", 5),
      repeat("ab", 10),
      repeat("q7Rk", 6),
      "a1b2c3d4e5f6a1b2c3d4e5f6",
      "a1b2c3d4e5f6g7h8i9j0",
      "1a2b3c4d5e6f7a8b9c0d",
      "rpa_" + std::string("ABC123DEF456GHI789JKL012MNO345PQR678STUVX9y2z7"),
      "SBX-" + std::string("1a2b3c4d-5e6f-7a8b-9c0d-1e2f3a4b"),
      repeat("iNValId", 2) + repeat("invalid", 2),
      "AIzaSyD3" + repeat("x", 31),
      "ghp_" + std::string("qwertyuiopasdfghjklzxcvbnmqwertyuiop"),
      "ghp_" + std::string("QWERTYUIOPASDFGHJKLZXCVBNM1234567890"),
      "tok_" + std::string("azertyuiopqsdfghjklmwxcvbn"),
      "tok_" + std::string("qwertzuiopasdfghjklyxcvbnm"),
      "glpat-" + repeat("asdfghjkl", 3),
      "deadbeef-dead-beef-dead-beefdeadbeef",
      "ghp_q7Rk" + repeat("X", 10) + "v9LmZ4tBw2Ns8YcP",
      "xoxb" + std::string("-123456789012-123456789012-abcdefghijklmnopqrstuvwx"),
  };
  for (const std::string& value : fillers) EXPECT_TRUE(is_filler(value)) << value;
}

TEST(Filler, IsNotSeenInOtherValues) {
  const std::string values[] = {
      "",
      "x",
      "xx",
      "abcd",
      "12345",
      "1234567890",
      "password",
      "hunter2",
      "q7Rk2vXw9LmZ",
      "correcthorsebattery",
      "64f1c0d2a9b8e7354a1c90d2",
      "abcdefgh" + std::string("Qk7Zw2Vx9Lm4Tb8N"),
      "1234" + std::string("kQz7Wv2Xb9Lm4TpR"),
      "AAAAB3Nza" + std::string("C1yc2EQk7Zw2Vx9Lm4Tb8N"),
      "aabbccddq7Rk2vXw9LmZ",
      "!!!!@@@@####$$$$",
      "qwerty123",
      "qwer" + std::string("Qk7Zw2Vx9Lm4Tb8N"),
      "poiuy-" + std::string("Qk7Zw2Vx9Lm4"),
  };
  for (const std::string& value : values) EXPECT_FALSE(is_filler(value)) << value;
}

TEST(Filler, LongBlocksAreNotLookedAt) {
  EXPECT_FALSE(is_filler(repeat("ab", 513)));
  EXPECT_TRUE(is_filler(repeat("ab", 512)));
}

TEST(Filler, ARunOfZeroBytesInLongBase64IsNone) {
  std::string value;
  for (int i = 0; i < 20; ++i) value += "kQz7Wv2Xb9" + std::string(1, static_cast<char>('a' + i));
  EXPECT_FALSE(is_filler(value + repeat("A", 10)));
}

}  // namespace
}  // namespace leakwarden::scanner
