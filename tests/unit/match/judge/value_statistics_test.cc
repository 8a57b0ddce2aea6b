#include "scanner/match/judge/value_statistics.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>
#include <string>

namespace leakwarden::scanner::judging {
namespace {

Features measured(const std::string& value) {
  Features features;
  add_value_statistics(value, value, features);
  return features;
}

double shannon(const std::string& value) {
  std::map<char, int> counts;
  for (char c : value) ++counts[c];
  double sum = 0;
  for (const auto& [c, n] : counts) {
    double p = static_cast<double>(n) / static_cast<double>(value.size());
    sum -= p * std::log2(p);
  }
  return sum;
}

TEST(ValueStatistics, CountingOnIsSeenThroughOtherKinds) {
  EXPECT_EQ(measured("abc123def456").get(Feature::counted_share), 83);  // all but a and 1
  EXPECT_EQ(measured("1a2b-3c4d").get(Feature::counted_share), 75);
  EXPECT_EQ(measured("q7Tk2pLx").get(Feature::counted_share), 0);
}

TEST(ValueStatistics, EntropyIsShannonsInFixedPoint) {
  EXPECT_EQ(entropy_fixed(""), 0);
  EXPECT_EQ(entropy_fixed("aaaa"), 0);
  EXPECT_EQ(entropy_fixed("abcd"), 2 * 256);
  EXPECT_EQ(entropy_fixed("0123456789abcdef"), 4 * 256);
  std::mt19937 random(3);
  for (int i = 0; i < 200; ++i) {
    std::string value;
    for (std::uint32_t n = 1 + random() % 80; n > 0; --n) value += static_cast<char>('a' + random() % 20);
    EXPECT_NEAR(entropy_fixed(value), shannon(value) * 256, 3) << value;
  }
}

TEST(ValueStatistics, CountsCharacters) {
  Features features = measured("aB3$-é");
  EXPECT_EQ(features.get(Feature::lowers), 1);
  EXPECT_EQ(features.get(Feature::uppers), 1);
  EXPECT_EQ(features.get(Feature::digits), 1);
  EXPECT_EQ(features.get(Feature::symbols), 2);
  EXPECT_EQ(features.get(Feature::high_bytes), 2);
  EXPECT_EQ(features.get(Feature::classes), 5);
  EXPECT_EQ(features.get(Feature::class_changes), 4);
  EXPECT_EQ(features.get(Feature::letter_digit_changes), 1);
}

TEST(ValueStatistics, MeasuresStretches) {
  Features features = measured("aab1234xyz");
  EXPECT_EQ(features.get(Feature::longest_run), 2);
  EXPECT_EQ(features.get(Feature::longest_digits), 4);
  EXPECT_EQ(features.get(Feature::longest_letters), 3);
  EXPECT_EQ(features.get(Feature::sequence_steps), 1 + 3 + 2);  // ab, 1234, xyz
  EXPECT_EQ(features.get(Feature::longest_consonants), 1);      // y counts as a vowel
}

TEST(ValueStatistics, KnowsAlphabets) {
  EXPECT_EQ(measured("deadbeef00").get(Feature::hex_only), 1);
  EXPECT_EQ(measured("deadbeefxx").get(Feature::hex_only), 0);
  EXPECT_EQ(measured("AbC+/=").get(Feature::base64_only), 1);
  EXPECT_EQ(measured(std::string(40, 'a')).get(Feature::hex_typical), 1);
  EXPECT_EQ(measured("").get(Feature::digits_only), 1);  // nothing speaks against it
}

}  // namespace
}  // namespace leakwarden::scanner::judging
