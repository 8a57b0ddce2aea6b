#include "scanner/match/judge/fixed_log.h"

#include <gtest/gtest.h>

#include <cmath>

namespace leakwarden::scanner::judging {
namespace {

TEST(FixedLog, IsTheLogarithmRoundedDown) {
  EXPECT_EQ(log2_fixed(0), 0);
  EXPECT_EQ(log2_fixed(1), 0);
  EXPECT_EQ(log2_fixed(2), 256);
  EXPECT_EQ(log2_fixed(3), 405);  // 1.584962… · 256 = 405.75
  EXPECT_EQ(log2_fixed(1u << 31), 31 * 256);
  EXPECT_EQ(log2_fixed(0xFFFFFFFFu), 32 * 256 - 1);
}

TEST(FixedLog, AgreesWithTheLibraryEverywhere) {
  for (std::uint32_t n = 1; n < 70'000; ++n) {
    double exact = std::log2(static_cast<double>(n)) * 256;
    ASSERT_LE(log2_fixed(n), exact + 1e-6) << n;
    ASSERT_GT(log2_fixed(n), exact - 1.01) << n;
  }
}

TEST(FixedLog, TheTableIsTheFunction) {
  for (std::uint32_t n = 0; n < kLogTableSize; ++n) EXPECT_EQ(kLogTable[n], log2_fixed(n));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
