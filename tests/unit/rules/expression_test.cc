#include "scanner/rules/expression.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

std::string expression(const std::string& pattern) {
  ByteSets byte_sets;
  const Result<PatternNode> node = parse_pattern(pattern, byte_sets);
  EXPECT_TRUE(node.ok()) << pattern;
  return hyperscan_expression(*node);
}

TEST(Expression, WritesWhatBothEnginesReadAlike) {
  EXPECT_EQ(expression(R"(a\.b\-c)"), R"(a\.b-c)");
  EXPECT_EQ(expression(R"(\d{3,5}?)"), "[0-9]{3,5}");
  EXPECT_EQ(expression(R"(\s)"), R"([\x09\x0a\x0c\x0d\x20])");
  EXPECT_EQ(expression(R"([\]\\^-])"), R"([\-\\-\^])");
  EXPECT_EQ(expression("(?i)key_K-k"), "(?i:key)_[Kk]-[Kk]");
  EXPECT_EQ(expression("a(?:b|cd)e"), "a(?:b|cd)e");
  EXPECT_EQ(expression("(?:ab)+c*d?"), "(?:(?:ab))+c*d?");
  EXPECT_EQ(expression(R"(\bab$|^c\z)"), "ab|c");
  EXPECT_EQ(expression("[^\\n]"), R"([^\x0a])");
  EXPECT_EQ(expression("(?s:.)"), "(?:[\\x00-\\xff])");
  EXPECT_EQ(expression("a b\\x00"), "a b\\x00");
}

// The property that matters: the written expression matches the same bytes.
TEST(Expression, EveryByteSetReadsBackAsItself) {
  ByteSets byte_sets;
  for (unsigned seed = 1; seed < 400; seed++) {
    ByteSet bytes;
    unsigned state = seed * 2654435761U;
    const unsigned density = 1 + seed % 20;
    for (std::size_t byte = 0; byte < 256; byte++) {
      state = state * 1664525U + 1013904223U;
      bytes[byte] = (state >> 24) % 20 < density;
    }
    if (bytes.none()) continue;
    const std::string text = byte_set_expression(bytes);
    const std::optional<ByteSet> again = byte_sets.of(text, "");
    ASSERT_TRUE(again.has_value()) << text;
    ASSERT_EQ(*again, bytes) << text;
  }
  for (std::size_t byte = 0; byte < 256; byte++) {
    ByteSet one;
    one[byte] = true;
    ASSERT_EQ(byte_sets.of(byte_set_expression(one), ""), one) << byte;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
