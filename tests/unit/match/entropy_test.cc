#include "scanner/match/entropy.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(Entropy, IsShannons) {
  EXPECT_DOUBLE_EQ(shannon_entropy(""), 0);
  EXPECT_DOUBLE_EQ(shannon_entropy("a"), 0);
  EXPECT_DOUBLE_EQ(shannon_entropy("aaaa"), 0);
  EXPECT_DOUBLE_EQ(shannon_entropy("ab"), 1);
  EXPECT_DOUBLE_EQ(shannon_entropy("abcd"), 2);
  EXPECT_DOUBLE_EQ(shannon_entropy("0123456789abcdef"), 4);
  EXPECT_NEAR(shannon_entropy("aab"), 0.918295834, 1e-9);     // (2/3)log2(3/2)+(1/3)log2 3
  EXPECT_NEAR(shannon_entropy("aaabbc"), 1.459147917, 1e-9);  // by hand
  EXPECT_DOUBLE_EQ(shannon_entropy(std::string_view("\0\xff", 2)), 1);
}

}  // namespace
}  // namespace leakwarden::scanner
