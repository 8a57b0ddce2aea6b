#include "scanner/read/unicode.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

// The borders of RFC 3629's table.
TEST(AppendUtf8, Borders) {
  const auto utf8 = [](std::uint32_t point) {
    std::string text;
    append_utf8(point, text);
    return text;
  };
  EXPECT_EQ(utf8(0x7F), "\x7F");
  EXPECT_EQ(utf8(0x80), "\xC2\x80");
  EXPECT_EQ(utf8(0x7FF), "\xDF\xBF");
  EXPECT_EQ(utf8(0x800), "\xE0\xA0\x80");
  EXPECT_EQ(utf8(0xFFFF), "\xEF\xBF\xBF");
  EXPECT_EQ(utf8(0x10000), "\xF0\x90\x80\x80");
  EXPECT_EQ(utf8(0x10FFFF), "\xF4\x8F\xBF\xBF");
}

TEST(EarlyNul, IsLookedForInTheFirst8KiB) {
  EXPECT_FALSE(has_early_nul(""));
  EXPECT_FALSE(has_early_nul("text"));
  EXPECT_TRUE(has_early_nul(std::string("a\0b", 3)));
  EXPECT_TRUE(has_early_nul(std::string(8191, 'x') + '\0'));
  EXPECT_FALSE(has_early_nul(std::string(8192, 'x') + '\0'));
}

TEST(Characters, SurrogatesAndBeyondAreReplaced) {
  EXPECT_EQ(character_or_replacement(0xD7FF), 0xD7FFu);
  EXPECT_EQ(character_or_replacement(0xD800), kReplacementCharacter);
  EXPECT_EQ(character_or_replacement(0xDFFF), kReplacementCharacter);
  EXPECT_EQ(character_or_replacement(0xE000), 0xE000u);
  EXPECT_EQ(character_or_replacement(0x110000), kReplacementCharacter);
}

}  // namespace
}  // namespace leakwarden::scanner
