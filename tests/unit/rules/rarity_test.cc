#include "scanner/rules/rarity.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

double bits(const std::string& pattern) {
  ByteSets byte_sets;
  const Result<PatternNode> node = parse_pattern(pattern, byte_sets);
  EXPECT_TRUE(node.ok()) << pattern;
  return rarity_bits(*node);
}

TEST(Rarity, OrdersPiecesAsSourceTextDoes) {
  EXPECT_GT(bits("Q"), bits("e"));
  EXPECT_GT(bits("[0-9a-f]"), bits("[0-9A-Za-z]"));
  EXPECT_GT(bits("PMAK-"), bits("sk-"));
  EXPECT_GT(bits("[0-9a-f]{32}"), bits("[0-9a-f]{16}"));
  EXPECT_GT(bits("abc"), bits("abc|xyz"));
  EXPECT_GT(bits("(?:ab){3}"), bits("(?:ab){1,3}"));
}

TEST(Rarity, OfNothingIsNone) {
  EXPECT_DOUBLE_EQ(bits(R"(\b)"), 0);
  EXPECT_DOUBLE_EQ(bits("a?"), 0);
  EXPECT_DOUBLE_EQ(bits("a|b?"), 0);
  EXPECT_NEAR(bits("(?s:.)"), 0, 1e-9);
}

}  // namespace
}  // namespace leakwarden::scanner
