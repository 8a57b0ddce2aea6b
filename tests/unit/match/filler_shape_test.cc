#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "scanner/match/ascii.h"
#include "scanner/match/placeholder.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner {
namespace {

using testing::random_text;

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

// As filler_shape.cc says it in words, byte by byte.
int rank_of(char c) {
  if (is_digit(c)) return c - '0';
  return is_letter(c) ? ascii_lower(c) - 'a' + 10 : -1;
}
bool counts_up(char from, char to) {
  const int left = rank_of(from);
  const int right = rank_of(to);
  if (left < 0 || right < 0) return false;
  return right == left + 1 || (right == 0 && (left == 9 || left == 15)) ||
         (left == 35 && right == 10);
}
bool is_same(char from, char to) {
  return is_alphanumeric(to) && ascii_lower(from) == ascii_lower(to);
}
bool is_next_key(char from, char to) {
  const std::string rows = "qwertyuiopasdfghjklzxcvbnmq";
  const std::size_t at = rows.find(ascii_lower(from));
  return at != std::string::npos && rows[at + 1] == ascii_lower(to);
}

// Of each stretch of `shortest` bytes, in which every byte from the distance on follows.
void mark(const std::string& value, std::size_t distance, std::size_t shortest,
          const std::function<bool(char, char)>& follows, std::vector<bool>& marks) {
  const std::size_t size = std::max(shortest, distance + 1);
  for (std::size_t begin = 0; begin + size <= value.size(); ++begin) {
    bool all = true;
    for (std::size_t at = begin + distance; at < begin + size; ++at)
      all = all && follows(value[at - distance], value[at]);
    for (std::size_t at = begin; all && at < begin + size; ++at) marks[at] = true;
  }
}

bool is_half_marked(const std::string& value, const std::vector<bool>& marks) {
  int marked = 0;
  int all = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    all += is_alphanumeric(value[i]);
    marked += is_alphanumeric(value[i]) && marks[i];
  }
  return all > 0 && marked * 2 >= all;
}

bool is_regular(const std::string& value, bool repeats_only) {
  std::vector<bool> marks(value.size());
  const auto down = [](char from, char to) { return counts_up(to, from); };
  for (std::size_t period = 3; period <= 16; ++period)
    mark(value, period, period + 12, is_same, marks);
  if (repeats_only) return is_half_marked(value, marks);
  for (std::size_t distance : {1, 2}) {
    mark(value, distance, 4 * distance, down, marks);
    mark(value, distance, 4 * distance, is_same, marks);
    mark(value, distance, 4 * distance, counts_up, marks);
  }
  mark(value, 1, 4, is_next_key, marks);
  return is_half_marked(value, marks);
}

bool counts_on(const std::string& letters) {
  std::string last_letter;
  std::string last_digit;
  std::size_t counted = 0;
  for (char c : letters) {
    std::string& last = is_digit(c) ? last_digit : last_letter;
    counted += !last.empty() && counts_up(last[0], c);
    last = std::string(1, c);
  }
  return letters.size() >= 20 && counted * 8 >= letters.size() * 5;
}

bool has_run(const std::string& value, std::size_t size) {
  for (std::size_t at = 0; at + size <= value.size(); ++at)
    if (value.substr(at, size) == std::string(size, value[at])) return true;
  return false;
}

bool is_filler_in_words(const std::string& value) {
  std::string letters;
  std::copy_if(value.begin(), value.end(), std::back_inserter(letters), is_alphanumeric);
  const bool in_groups = letters.size() >= 12 && letters.size() < value.size();
  return has_run(value, value.size()) || (value.size() <= 128 && has_run(value, 8)) ||
         counts_on(letters) || is_regular(value, false) || (in_groups && is_regular(letters, true));
}

TEST(Filler, IsWhatTheWordsSay) {
  std::mt19937_64 random(43);
  std::size_t fillers = 0;
  for (int round = 0; round < 20'000; ++round) {
    const char* const alphabets[] = {"ab",        "0123456789", "abcdef9-",        "qwertyuQWERTY",
                                     "xyzabcXYZ", "0a.",        "fedcba9876543210"};
    std::string value = random_text(random, alphabets[random() % 7], 12 + random() % 30);
    const std::string part = random_text(random, "abc123-", 1 + random() % 20);
    while (random() % 2 == 0 && value.size() < 150) value += part + part;
    ASSERT_EQ(is_filler(value), is_filler_in_words(value)) << value;
    fillers += is_filler(value);
  }
  EXPECT_GT(fillers, 2'000u);
  EXPECT_LT(fillers, 18'000u);
}

}  // namespace
}  // namespace leakwarden::scanner
