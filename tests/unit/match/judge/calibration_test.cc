#include "scanner/match/judge/calibration.h"

#include <gtest/gtest.h>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

std::string bytes_of(std::vector<std::int32_t> weights) {
  std::string bytes;
  for (std::int32_t value : {100, 2000, 4000}) testing::put(bytes, value, 4);
  testing::put(bytes, kFileTerms, 4);
  weights.resize(2 * kFileTerms);
  for (std::int32_t weight : weights) testing::put(bytes, weight, 4);
  return bytes;
}

TEST(Calibration, ReadsThresholdsAndWeights) {
  Calibration found = Calibration::open(bytes_of({10, -20, 30})).value();
  EXPECT_EQ(found.low, 100);
  EXPECT_EQ(found.medium, 2000);
  EXPECT_EQ(found.high, 4000);
  Scores scores = found.with_file({1, 2}, {3, 1});
  EXPECT_EQ(scores.credential, 1 + 3 * 10 + 1 * 30);
  EXPECT_EQ(scores.strong, 2 - 3 * 20);
}

TEST(Calibration, TermsAreBounded) {
  Calibration found = Calibration::open(bytes_of({10})).value();
  EXPECT_EQ(found.with_file({0, 0}, {1'000'000}).credential, 10 * kMostFileTerm);
  EXPECT_EQ(found.with_file({0, 0}, {-5}).credential, 0);
}

// An early drop must not depend on what a file could still add.
TEST(Calibration, DropsEarlyOnlyWhatNoFileCouldSave) {
  Calibration found = Calibration::open(bytes_of({10, 0, -7, 0})).value();
  EXPECT_TRUE(found.may_be_reported({100 - 10 * kMostFileTerm, -9999}));
  EXPECT_FALSE(found.may_be_reported({99 - 10 * kMostFileTerm, -9999}));
  EXPECT_TRUE(found.may_be_reported({-9999, 2000}));
  for (int a = 0; a <= kMostFileTerm; ++a) {
    for (int b = 0; b <= kMostFileTerm; ++b) {
      Scores local{99 - 10 * kMostFileTerm, -9999};
      EXPECT_LT(found.with_file(local, {a, b}).credential, found.low);
    }
  }
}

TEST(Calibration, RefusesAnotherSize) {
  std::string bytes = bytes_of({});
  EXPECT_FALSE(Calibration::open(bytes + "x").has_value());
  EXPECT_FALSE(Calibration::open(bytes.substr(1)).has_value());
  EXPECT_FALSE(Calibration::open("").has_value());
}

}  // namespace
}  // namespace leakwarden::scanner::judging
