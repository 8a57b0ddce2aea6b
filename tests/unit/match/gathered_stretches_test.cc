#include "scanner/match/gathered_stretches.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(GatheredStretches, EndsAreThoseOfTheText) {
  const std::string text = "0123456789abcdef";
  GatheredStretches gathered;
  EXPECT_TRUE(gathered.empty());
  gathered.add(text, {2, 5});
  gathered.add(text, {5, 9});
  gathered.add(text, {12, 16});
  EXPECT_EQ(gathered.bytes(), "234\n5678\ncdef\n");
  EXPECT_EQ(gathered.end_in_text(1), 3u);
  EXPECT_EQ(gathered.end_in_text(3), 5u);
  EXPECT_EQ(gathered.end_in_text(5), 6u);
  EXPECT_EQ(gathered.end_in_text(8), 9u);
  EXPECT_EQ(gathered.end_in_text(13), 16u);
  gathered.clear();
  EXPECT_TRUE(gathered.empty());
}

TEST(GatheredStretches, AreFullInTime) {
  const std::string text(GatheredStretches::kLongest, 'x');
  GatheredStretches gathered;
  std::size_t added = 0;
  for (; !gathered.is_full(); ++added) gathered.add(text, {0, text.size()});
  EXPECT_GT(added, 8u);
  EXPECT_LT(gathered.bytes().size(), 1u << 20);
}

}  // namespace
}  // namespace leakwarden::scanner
