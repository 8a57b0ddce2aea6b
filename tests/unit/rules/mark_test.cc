#include "scanner/rules/mark.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

TEST(Mark, IsWhatEverySecretOfTheFormBeginsWith) {
  EXPECT_EQ(mark_of(R"(\b(?P<secret>apify_api_[A-Za-z0-9]{36})\b)"), "apify_api_");
  EXPECT_EQ(mark_of("(?P<secret>abc-?[0-9]{9})"), "abc") << "the dash may be left out";
  EXPECT_EQ(mark_of("(?P<secret>[0-9a-f]{32})"), "");
  EXPECT_EQ(mark_of("(?P<secret>a{32})"), "");
  EXPECT_EQ(mark_of("(?P<secret>abc)"), "abc");
  EXPECT_EQ(mark_of("no group"), "");
}

}  // namespace
}  // namespace leakwarden::scanner
