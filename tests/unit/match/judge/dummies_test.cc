#include "scanner/match/judge/dummies.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner::judging {
namespace {

std::int32_t dummies(std::string_view value) {
  Features features;
  add_dummies(value, features);
  return features.get(Feature::dummy_inside);
}

TEST(Dummies, AreCountedInsideAValue) {
  EXPECT_EQ(dummies("0123thisisaFakeToken4567"), 2);
  EXPECT_EQ(dummies("mytestkey1"), 1);
  EXPECT_EQ(dummies("q7Rk2pLx90"), 0);
  EXPECT_EQ(dummies(""), 0);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
