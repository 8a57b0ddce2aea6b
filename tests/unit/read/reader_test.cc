#include "scanner/read/reader.h"

#include <gtest/gtest.h>

#include <random>

#include "scanner/read/utf16.h"

namespace leakwarden::scanner {
namespace {

std::string utf16(std::u16string_view text, ByteOrder order, bool mark) {
  std::string bytes;
  for (char16_t unit : std::u16string(mark ? u"\xFEFF" : u"") + std::u16string(text)) {
    char low = static_cast<char>(unit & 0xFF);
    char high = static_cast<char>(unit >> 8);
    bytes += order == ByteOrder::Little ? low : high;
    bytes += order == ByteOrder::Little ? high : low;
  }
  return bytes;
}

TEST(ReadTexts, TheBytesThemselvesComeFirst) {
  for (std::string bytes : {std::string(), std::string("key=1\n"), std::string("a\0b\0\0", 5)}) {
    std::vector<DecodedText> texts = read_texts(bytes);
    ASSERT_EQ(texts.size(), 1u);
    EXPECT_EQ(texts[0].text(), bytes);
    EXPECT_EQ(texts[0].text().data(), bytes.data());
    EXPECT_EQ(texts[0].reader(), "");
    EXPECT_EQ(texts[0].source_offset(bytes.size()), bytes.size());
  }
}

TEST(ReadTexts, Utf16IsASecondText) {
  for (ByteOrder order : {ByteOrder::Little, ByteOrder::Big}) {
    for (bool mark : {true, false}) {
      std::string bytes = utf16(u"first line\r\nkey = value\r\n", order, mark);
      std::vector<DecodedText> texts = read_texts(bytes);
      ASSERT_EQ(texts.size(), 2u);
      EXPECT_EQ(texts[0].text(), bytes);
      EXPECT_EQ(texts[1].text(), "first line\r\nkey = value\r\n");
      EXPECT_EQ(texts[1].reader(), "utf16");
    }
  }
}

TEST(ReadTexts, TextsSurviveMoves) {
  std::string bytes = utf16(u"short", ByteOrder::Little, true);
  std::vector<DecodedText> texts = read_texts(bytes);
  DecodedText moved = std::move(texts[1]);
  EXPECT_EQ(moved.text(), "short");
}

// What stands where, by hand.
TEST(DecodedText, PlacesAreThoseOfTheBytes) {
  // mark(2) 'a'(2) 'é'(2) '\n'(2) 'k'(2) '€'(2) '𝄞'(4) 'v'(2)
  std::string bytes = utf16(u"a\u00e9\nk\u20ac\U0001D11Ev", ByteOrder::Little, true);
  DecodedText text = std::move(read_texts(bytes).at(1));
  ASSERT_EQ(text.text(), "a\xc3\xa9\nk\xe2\x82\xac\xf0\x9d\x84\x9ev");
  const std::uint64_t expected[] = {2, 4, 4, 6, 8, 10, 10, 10, 12, 12, 12, 12, 16, 18};
  for (std::uint64_t offset = 0; offset < std::size(expected); ++offset)
    EXPECT_EQ(text.source_offset(offset), expected[offset]) << offset;

  // "v" stands at decoded column 9 of line 2; in the bytes its line begins at 8 and it at 16.
  TextRange range = text.source_range(12, 13, {2, 2, 9, 9});
  EXPECT_EQ(range.start_line, 2);
  EXPECT_EQ(range.start_column, 9);
  EXPECT_EQ(range.end_column, 10);
  // From "é" on line 1 to "€" on line 2.
  TextRange across = text.source_range(1, 8, {1, 2, 2, 4});
  EXPECT_EQ(across.start_column, 3);
  EXPECT_EQ(across.end_column, 4);
}

TEST(DecodedText, RawRangesStayAsTheyAre) {
  DecodedText text = DecodedText::raw("ab\ncd");
  TextRange range = text.source_range(3, 5, {2, 2, 1, 2});
  EXPECT_EQ(range.start_column, 1);
  EXPECT_EQ(range.end_column, 2);
  EXPECT_EQ(range.end_line, 2);
}

TEST(DecodedText, LongTextsAreMappedEverywhere) {
  std::u16string letters;
  std::mt19937 random(2);
  std::vector<std::uint64_t> expected;
  std::uint64_t source = 2;
  for (int i = 0; i < 20'000; ++i) {
    bool wide = random() % 5 == 0;
    letters += wide ? u'\u20ac' : u'x';
    for (int part = 0; part < (wide ? 3 : 1); ++part) expected.push_back(source);
    source += 2;
  }
  expected.push_back(source);
  std::string bytes = utf16(letters, ByteOrder::Big, true);
  DecodedText text = std::move(read_texts(bytes).at(1));
  ASSERT_EQ(text.text().size() + 1, expected.size());
  for (std::uint64_t offset = 0; offset < expected.size(); ++offset)
    ASSERT_EQ(text.source_offset(offset), expected[offset]) << offset;
}

}  // namespace
}  // namespace leakwarden::scanner
