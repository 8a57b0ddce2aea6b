#include "scanner/read/utf16.h"

#include <gtest/gtest.h>

#include <random>

namespace leakwarden::scanner {
namespace {

using std::string_literals::operator""s;

// A random text as UTF-16 and as UTF-8, by the definition of both (RFC 2781 §2.1, RFC 3629 §3).
struct Both {
  std::string utf16;
  std::string utf8;
};

void add(std::uint32_t point, ByteOrder order, Both& both) {
  std::vector<std::uint32_t> units{point};
  if (point >= 0x10000)
    units = {0xD800 + (point - 0x10000) / 0x400, 0xDC00 + (point - 0x10000) % 0x400};
  for (std::uint32_t unit : units) {
    char low = static_cast<char>(unit % 256);
    char high = static_cast<char>(unit / 256);
    both.utf16 += order == ByteOrder::Little ? std::string{low, high} : std::string{high, low};
  }
  std::string reversed;
  std::uint32_t rest = point;
  std::uint32_t most_in_first = 0x80;
  for (std::uint32_t room = 0x40; rest >= most_in_first; room /= 2) {
    reversed += static_cast<char>(0x80 + rest % 64);
    rest /= 64;
    most_in_first = room == 0x40 ? 0x20 : most_in_first / 2;
  }
  const unsigned marks[] = {0x00, 0xC0, 0xE0, 0xF0};
  reversed += static_cast<char>(marks[reversed.size()] + rest);
  both.utf8.append(reversed.rbegin(), reversed.rend());
}

TEST(Utf16, EveryCodePointBecomesItsUtf8) {
  for (ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    Both both;
    for (std::uint32_t point = 1; point < 0x110000; point += point < 0x3000 ? 1 : 97) {
      if (point < 0xD800 || point >= 0xE000) add(point, order, both);
    }
    EXPECT_EQ(decode_utf16(both.utf16, {order, 0}).text(), both.utf8);
  }
}

TEST(Utf16, WhatIsNoCharacterIsReplaced) {
  const std::string kReplaced = "\xEF\xBF\xBD";
  Utf16Guess little{ByteOrder::Little, 0};
  EXPECT_EQ(decode_utf16("a\0\x00\xDCz\0"s, little).text(), "a" + kReplaced + "z");  // low alone
  EXPECT_EQ(decode_utf16("\x00\xD8z\0"s, little).text(), kReplaced + "z");           // high alone
  EXPECT_EQ(decode_utf16("\x00\xD8"s, little).text(), kReplaced);  // high at the end
  EXPECT_EQ(decode_utf16("\x00\xD8\x00"s, little).text(), kReplaced + kReplaced);
  EXPECT_EQ(decode_utf16("a\0b"s, little).text(), "a" + kReplaced);  // odd size
  EXPECT_EQ(decode_utf16("", little).text(), "");
  DecodedText odd = decode_utf16("a\0b"s, little);
  EXPECT_EQ(odd.source_offset(0), 0u);
  EXPECT_EQ(odd.source_offset(1), 2u);
  EXPECT_EQ(odd.source_offset(4), 3u);
}

std::string widened(const std::string& text, bool little) {
  std::string bytes;
  for (char c : text) bytes += little ? std::string{c, '\0'} : std::string{'\0', c};
  return bytes;
}

TEST(GuessUtf16, TakesMarksAndObviousText) {
  EXPECT_EQ(guess_utf16("\xFF\xFE"s)->order, ByteOrder::Little);
  EXPECT_EQ(guess_utf16("\xFE\xFF"s)->order, ByteOrder::Big);
  EXPECT_EQ(guess_utf16("\xFF\xFEx\0"s)->mark_bytes, 2u);
  EXPECT_EQ(guess_utf16(widened("0123456789abcdef", true))->order, ByteOrder::Little);
  EXPECT_EQ(guess_utf16(widened("key = value\r\n\tmore", false))->order, ByteOrder::Big);
  EXPECT_EQ(guess_utf16(widened("key = value\r\n\tmore", false))->mark_bytes, 0u);
}

TEST(GuessUtf16, LeavesOtherBytesAlone) {
  EXPECT_FALSE(guess_utf16(""));
  EXPECT_FALSE(guess_utf16("\xFF"));
  EXPECT_FALSE(guess_utf16("plain ASCII text, long enough to be judged"));
  EXPECT_FALSE(guess_utf16("\xFF\xFE\0\0x\0\0\0"s));            // UTF-32
  EXPECT_FALSE(guess_utf16(widened("0123456789abcde", true)));  // too short to be sure
  EXPECT_FALSE(guess_utf16(std::string(1000, '\0')));
  EXPECT_FALSE(
      guess_utf16("ELF" + std::string(500, '\0') + widened("some text in the middle", true)));
  std::mt19937 random(4);
  for (int round = 0; round < 200; ++round) {
    std::string noise;
    for (int i = 0; i < 400; ++i) noise += static_cast<char>(random());
    if (noise.substr(0, 2) != "\xFF\xFE" && noise.substr(0, 2) != "\xFE\xFF") {
      EXPECT_FALSE(guess_utf16(noise));
    }
  }
}

}  // namespace
}  // namespace leakwarden::scanner
