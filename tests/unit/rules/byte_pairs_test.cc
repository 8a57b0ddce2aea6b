#include "scanner/rules/byte_pairs.h"

#include <gtest/gtest.h>

#include <string_view>

namespace leakwarden::scanner {
namespace {

// '#': any digit; '@': any byte.
double frequency(std::string_view text) {
  std::vector<ByteSet> sets;
  for (const char c : text) {
    ByteSet& set = sets.emplace_back();
    if (c == '@') set.set();
    for (std::size_t digit = '0'; c == '#' && digit <= '9'; ++digit) set.set(digit);
    if (c != '@' && c != '#') set.set(static_cast<unsigned char>(c));
  }
  return frequency_of(sets);
}

TEST(FrequencyOf, NothingStandsEverywhere) {
  EXPECT_EQ(frequency(""), 1);
  EXPECT_NEAR(frequency("@"), 1, 0.1);
  EXPECT_NEAR(frequency("@@@@"), 1, 0.2);
}

TEST(FrequencyOf, CaseIsAside) {
  EXPECT_EQ(frequency("Key_"), frequency("kEY_"));
}

TEST(FrequencyOf, KnowsNeighbours) {
  EXPECT_GT(frequency("ing"), 10 * frequency("gni"));
  EXPECT_GT(frequency("###") / frequency("##"), 5 * frequency("#"));
  EXPECT_GT(frequency("----") / frequency("---"), 5 * frequency("-"));
  EXPECT_LT(frequency("ghp_"), frequency("ghp"));
}

}  // namespace
}  // namespace leakwarden::scanner
