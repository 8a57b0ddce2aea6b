#include "scanner/read/decoded_text.h"

#include <gtest/gtest.h>

#include <random>

#include "scanner/read/utf16.h"
#include "scanner/read/utf32.h"

namespace leakwarden::scanner {
namespace {

std::string utf16(std::u16string_view text, ByteOrder order) {
  std::string bytes;
  for (char16_t unit : std::u16string(u"\xFEFF") + std::u16string(text)) {
    char low = static_cast<char>(unit & 0xFF);
    char high = static_cast<char>(unit >> 8);
    bytes += order == ByteOrder::Little ? low : high;
    bytes += order == ByteOrder::Little ? high : low;
  }
  return bytes;
}

DecodedText decoded(const std::string& bytes) {
  return decode_utf16(bytes, guess_utf16(bytes).value());
}

// What stands where, by hand.
TEST(DecodedText, PlacesAreThoseOfTheBytes) {
  // mark(2) 'a'(2) 'é'(2) '\n'(2) 'k'(2) '€'(2) '𝄞'(4) 'v'(2)
  const std::string bytes = utf16(u"a\u00e9\nk\u20ac\U0001D11Ev", ByteOrder::Little);
  const DecodedText text = decoded(bytes);
  ASSERT_EQ(text.text(), "a\xc3\xa9\nk\xe2\x82\xac\xf0\x9d\x84\x9ev");
  const std::uint64_t expected[] = {2, 4, 4, 6, 8, 10, 10, 10, 12, 12, 12, 12, 16, 18};
  for (std::uint64_t offset = 0; offset < std::size(expected); ++offset)
    EXPECT_EQ(text.source_offset(offset), expected[offset]) << offset;

  // "v" stands at decoded column 9 of line 2; in the bytes its line begins at 8 and it at 16.
  const TextRange range = text.source_range(12, 13, {2, 2, 9, 9});
  EXPECT_EQ(range.start_line, 2);
  EXPECT_EQ(range.start_column, 9);
  EXPECT_EQ(range.end_column, 10);
  // From "é" on line 1 to "€" on line 2.
  const TextRange across = text.source_range(1, 8, {1, 2, 2, 4});
  EXPECT_EQ(across.start_column, 3);
  EXPECT_EQ(across.end_column, 4);
}

TEST(DecodedText, LongTextsAreMappedEverywhere) {
  std::u16string letters;
  std::mt19937 random(2);
  std::vector<std::uint64_t> expected;
  std::uint64_t source = 2;
  for (int i = 0; i < 20'000; ++i) {
    const bool wide = random() % 5 == 0;
    letters += wide ? u'\u20ac' : u'x';
    for (int part = 0; part < (wide ? 3 : 1); ++part) expected.push_back(source);
    source += 2;
  }
  expected.push_back(source);
  const std::string bytes = utf16(letters, ByteOrder::Big);
  const DecodedText text = decoded(bytes);
  ASSERT_EQ(text.text().size() + 1, expected.size());
  for (std::uint64_t offset = 0; offset < expected.size(); ++offset)
    ASSERT_EQ(text.source_offset(offset), expected[offset]) << offset;
}

// "ab" from bytes 10 and 11, "c" from an escape at 20 to 26, "d" from 26.
TEST(DecodedText, SpansReachOverPieces) {
  const DecodedText text = DecodedText::placed(Placing::SourceLines, {"here"}, "abcd",
                                               {{0, 10}, {2, 20, Stride::Whole, 26}, {3, 26}});
  const auto span = [&text](std::uint64_t begin, std::uint64_t end) {
    const SourceSpan found = text.source_span(begin, end);
    return std::make_pair(found.begin, found.end);
  };
  EXPECT_EQ(span(0, 2), std::make_pair(std::uint64_t{10}, std::uint64_t{12}));
  EXPECT_EQ(span(1, 3), std::make_pair(std::uint64_t{11}, std::uint64_t{26}));
  EXPECT_EQ(span(2, 4), std::make_pair(std::uint64_t{20}, std::uint64_t{27}));
}

TEST(DecodedText, TextsOfTheirOwnHaveNoPlace) {
  const DecodedText text = DecodedText::own({"zip:a"}, "abc");
  const SourceSpan span = text.source_span(0, 3);
  EXPECT_EQ(span.begin, 0u);
  EXPECT_EQ(span.end, 0u);
}

}  // namespace
}  // namespace leakwarden::scanner
