#include "scanner/rules/suggest.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(Suggest, DistanceCountsEditsAndSwaps) {
  EXPECT_EQ(edit_distance("", ""), 0U);
  EXPECT_EQ(edit_distance("abc", ""), 3U);
  EXPECT_EQ(edit_distance("pattern", "patern"), 1U);
  EXPECT_EQ(edit_distance("pattern", "pattren"), 1U);
  EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
  EXPECT_EQ(edit_distance(std::string(100, 'a'), "a"), 64U);
}

TEST(Suggest, NearestIsNearEnough) {
  const std::vector<std::string_view> known = {"id", "name", "pattern", "placeholders"};
  EXPECT_EQ(nearest_word("patern", known), "pattern");
  EXPECT_EQ(nearest_word("nmae", known), "name");
  EXPECT_EQ(nearest_word("place_holders", known), "placeholders");
  EXPECT_EQ(nearest_word("colour", known), "");
  EXPECT_EQ(nearest_word("xyz", known), "");
}

TEST(Suggest, ElseNamesAll) {
  EXPECT_EQ(suggestion("hihg", {"low", "high"}), "write 'high'");
  EXPECT_EQ(suggestion("certain", {"low", "high"}), "use one of: low, high");
}

}  // namespace
}  // namespace leakwarden::scanner
