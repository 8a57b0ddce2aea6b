#include "scanner/match/judge/trigrams.h"

#include <gtest/gtest.h>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

TEST(Trigrams, SymbolsFoldCaseAndDigits) {
  EXPECT_EQ(trigram_symbol('a'), 1u);
  EXPECT_EQ(trigram_symbol('Z'), 26u);
  EXPECT_EQ(trigram_symbol('0'), trigram_symbol('9'));
  EXPECT_EQ(trigram_symbol('_'), trigram_symbol('-'));
  EXPECT_EQ(trigram_symbol('\xff'), 31u);
}

TEST(Trigrams, SumsTheTable) {
  std::string bits(32 * 32 * 32, '\x08');  // one bit each
  bits[(0 * 32 + 0) * 32 + 1] = '\x10';    // "a" at the beginning: two
  bits[(0 * 32 + 1) * 32 + 2] = '\x20';    // then "b": four
  bits[(1 * 32 + 2) * 32 + 3] = '\x40';    // then "c": eight
  std::string bytes = testing::block(testing::section(Section::Trigrams, bits));
  Table table = Table::open(bytes).value();
  EXPECT_EQ(surprise(table, "abc"), 8 * (2 + 4 + 8));
  EXPECT_EQ(surprise(table, "ABCd"), 8 * (2 + 4 + 8 + 1));
  EXPECT_EQ(surprise(table, ""), 0);
}

TEST(Trigrams, WordsSurpriseLessThanNoise) {
  ASSERT_TRUE(builtin_table().has_value());
  EXPECT_LT(surprise(*builtin_table(), "connection"), 8 * 3 * 10);
  EXPECT_GT(surprise(*builtin_table(), "xqzvkwpjhx"), 8 * 5 * 10);
}

TEST(Trigrams, WithoutATableNothingSurprises) {
  std::string bytes = testing::block("");
  EXPECT_EQ(surprise(Table::open(bytes).value(), "abc"), 0);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
