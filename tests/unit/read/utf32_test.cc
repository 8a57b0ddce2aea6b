#include "scanner/read/utf32.h"

#include <gtest/gtest.h>

#include <random>

#include "tests/support/process.h"

namespace leakwarden::scanner {
namespace {

using std::string_literals::operator""s;

std::string utf32(std::u32string_view text, ByteOrder order) {
  std::string bytes;
  for (char32_t unit : text) {
    std::string four;
    for (int shift : {24, 16, 8, 0}) four += static_cast<char>(unit >> shift & 0xFF);
    if (order == ByteOrder::Little) std::reverse(four.begin(), four.end());
    bytes += four;
  }
  return bytes;
}

// Python's codecs are the oracle.
TEST(Utf32, ReadsWhatPythonWrites) {
  for (const char* codec : {"utf-32", "utf-32-le", "utf-32-be"}) {
    testing::ProgramOptions options;
    const testing::ProgramResult written =
        testing::run_program({"python3", "-c",
                              "import sys; sys.stdout.buffer.write('key = "
                              "v\\u00e4\\u20ac\\U0001F511lue\\r\\nnext line\\n'"
                              ".encode('" +
                                  std::string(codec) + "'))"},
                             options);
    ASSERT_EQ(written.exit_code, 0) << written.errors;
    const std::optional<Utf32Guess> guess = guess_utf32(written.output);
    ASSERT_TRUE(guess) << codec;
    const DecodedText text = decode_utf32(written.output, *guess);
    EXPECT_EQ(text.text(), "key = v\xC3\xA4\xE2\x82\xAC\xF0\x9F\x94\x91lue\r\nnext line\n");
    EXPECT_EQ(text.source_offset(6), guess->mark_bytes + 24);
    EXPECT_EQ(text.source_offset(text.text().size()), written.output.size());
  }
}

TEST(Utf32, WhatIsNoCharacterIsReplaced) {
  const std::string kReplaced = "\xEF\xBF\xBD";
  const Utf32Guess little{ByteOrder::Little, 0};
  EXPECT_EQ(decode_utf32(utf32({U"a\x110000z", 3}, ByteOrder::Little), little).text(),
            "a" + kReplaced + "z");
  EXPECT_EQ(decode_utf32("a\0\0\0b\0"s, little).text(), "a" + kReplaced);
  EXPECT_EQ(decode_utf32("", little).text(), "");
}

TEST(GuessUtf32, LeavesOtherBytesAlone) {
  EXPECT_FALSE(guess_utf32(""));
  EXPECT_FALSE(guess_utf32("plain ASCII text, long enough to be judged"));
  EXPECT_FALSE(guess_utf32(std::string(1000, '\0')));
  EXPECT_FALSE(guess_utf32("\xFF\xFE\0\0a\0b\0c\0d\0"s));  // UTF-16 that begins with a NUL
  EXPECT_FALSE(guess_utf32(utf32(U"0123456789abcde", ByteOrder::Little)));  // too short
  EXPECT_FALSE(
      guess_utf32("\x7F"
                  "ELF" +
                  std::string(300, '\0') + "text"));
  std::mt19937 random(4);
  for (int round = 0; round < 200; ++round) {
    std::string noise;
    for (int i = 0; i < 400; ++i) noise += static_cast<char>(random());
    EXPECT_FALSE(guess_utf32(noise));
  }
}

}  // namespace
}  // namespace leakwarden::scanner
