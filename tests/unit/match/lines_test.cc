#include "scanner/match/lines.h"

#include <gtest/gtest.h>

#include <random>

namespace leakwarden::scanner {
namespace {

LinePosition counted(const std::string& text, std::size_t offset) {
  LinePosition at;
  for (std::size_t i = 0; i < offset; ++i) {
    if (text[i] != '\n') continue;
    ++at.line;
    at.line_begin = i + 1;
  }
  at.column = static_cast<std::int64_t>(offset - at.line_begin) + 1;
  return at;
}

void expect_equal(const LinePosition& actual, const LinePosition& expected, std::size_t offset) {
  EXPECT_EQ(actual.line, expected.line) << offset;
  EXPECT_EQ(actual.line_begin, expected.line_begin) << offset;
  EXPECT_EQ(actual.column, expected.column) << offset;
}

TEST(LineCursor, CountsAsOneWouldByHand) {
  std::mt19937 random(3);
  for (int round = 0; round < 200; ++round) {
    std::string text;
    for (std::size_t size = random() % 80; text.size() < size;) text += "ab\n\r"[random() % 4];
    LineCursor rising(text);
    LineCursor anywhere(text);
    for (std::size_t offset = 0; offset <= text.size(); ++offset) {
      expect_equal(rising.at(offset), counted(text, offset), offset);
      std::size_t other = random() % (text.size() + 1);
      expect_equal(anywhere.at(other), counted(text, other), other);
    }
  }
}

TEST(TextRange, IsInclusiveAndOneBased) {
  std::string text = "one\ntwo key\nthree";
  LineCursor cursor(text);
  TextRange range = text_range(cursor, {8, 11});
  EXPECT_EQ(range.start_line, 2);
  EXPECT_EQ(range.end_line, 2);
  EXPECT_EQ(range.start_column, 5);
  EXPECT_EQ(range.end_column, 7);
}

TEST(TextRange, SpansLines) {
  std::string text = "a\r\nBEGIN\r\nEND\r\n";
  LineCursor cursor(text);
  TextRange range = text_range(cursor, {3, 13});
  EXPECT_EQ(range.start_line, 2);
  EXPECT_EQ(range.start_column, 1);
  EXPECT_EQ(range.end_line, 3);
  EXPECT_EQ(range.end_column, 3);
}

}  // namespace
}  // namespace leakwarden::scanner
