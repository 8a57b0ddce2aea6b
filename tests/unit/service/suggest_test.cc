#include "service/suggest.h"

#include <gtest/gtest.h>

namespace leakwarden::service {
namespace {

const std::vector<std::string> kKnown = {"channels", "routes", "rules", "watch"};

TEST(Suggest, NearWordsAreFound) {
  EXPECT_EQ(nearest_word("chanels", kKnown), "channels");
  EXPECT_EQ(nearest_word("cahnnels", kKnown), "channels");
  EXPECT_EQ(nearest_word("rule", kKnown), "rules");
  EXPECT_EQ(nearest_word("wacth", kKnown), "watch");
  EXPECT_EQ(nearest_word("watch", kKnown), "watch");
}

TEST(Suggest, FarWordsAreNot) {
  EXPECT_EQ(nearest_word("listeners", kKnown), "");
  EXPECT_EQ(nearest_word("", kKnown), "");
  EXPECT_EQ(nearest_word(std::string(10'000, 'x'), kKnown), "");
  EXPECT_EQ(nearest_word("x", {}), "");
}

TEST(Suggest, Lists) {
  EXPECT_EQ(listed({}), "");
  EXPECT_EQ(listed({"a"}), "a");
  EXPECT_EQ(listed({"a", "b"}), "a or b");
  EXPECT_EQ(listed({"a", "b", "c"}), "a, b or c");
}

}  // namespace
}  // namespace leakwarden::service
