#include "scanner/rules/positions.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

PatternNode parsed(const std::string& pattern) {
  ByteSets sets;
  return parse_pattern(pattern, sets).value();
}

TEST(Positions, OneForEachByteThatIsWritten) {
  const Positions found = positions_of(parsed("a[bc]{1,2}"), 100).value();
  ASSERT_EQ(found.bytes.size(), 3U);
  ASSERT_EQ(found.first.size(), 1U);
  EXPECT_TRUE(found.bytes[found.first[0]]['a']);
  EXPECT_EQ(found.last.size(), 2U);
  EXPECT_FALSE(found.may_be_empty);
  EXPECT_EQ(found.follow[found.first[0]].size(), 1U);
}

TEST(Positions, WhatMayBeMissingIsSteppedOver) {
  const Positions found = positions_of(parsed("a?b{0,3}"), 100).value();
  EXPECT_TRUE(found.may_be_empty);
  EXPECT_EQ(found.first.size(), 2U);  // a, or the first b
  EXPECT_EQ(found.last.size(), 4U);
  EXPECT_TRUE(positions_of(parsed("(?:a|b?)c{0}"), 100)->may_be_empty);
}

TEST(Positions, AreBounded) {
  EXPECT_FALSE(positions_of(parsed("a*"), 100).has_value());
  EXPECT_FALSE(positions_of(parsed("(?:a{10}){10}b"), 100).has_value());
  EXPECT_TRUE(positions_of(parsed("(?:a{10}){10}"), 100).has_value());
}

TEST(Positions, ReversedReadsBackwards) {
  EXPECT_EQ(reversed(parsed("ab(?:c|de){2}")), parsed("(?:c|ed){2}ba"));
}

}  // namespace
}  // namespace leakwarden::scanner
