#include "notifier/rate_limit.h"

#include <gtest/gtest.h>

#include <limits>
#include <random>

namespace leakwarden::notifier {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(TokenBucket, BurstsThenKeepsTheRate) {
  SteadyTime now{};
  TokenBucket bucket({60, 3}, now);
  EXPECT_TRUE(bucket.take(now) && bucket.take(now) && bucket.take(now));
  EXPECT_FALSE(bucket.take(now));
  EXPECT_EQ(bucket.wait(now), seconds(1));
  EXPECT_EQ(bucket.wait(now, 5), seconds(5));
  EXPECT_FALSE(bucket.take(now + milliseconds(999)));
  EXPECT_TRUE(bucket.take(now + seconds(1)));
  EXPECT_FALSE(bucket.take(now + seconds(1)));
}

TEST(TokenBucket, FillsNoHigherThanItsBurst) {
  SteadyTime now{};
  TokenBucket bucket({60, 2}, now);
  now += std::chrono::hours(1000);
  EXPECT_TRUE(bucket.take(now) && bucket.take(now));
  EXPECT_FALSE(bucket.take(now));
}

TEST(TokenBucket, WaitingAsToldIsAlwaysEnough) {
  std::mt19937_64 random(2);
  for (int round = 0; round < 300; ++round) {
    SteadyTime now{};
    double per_minute = 0.1 + static_cast<double>(random() % 100000) / 100;
    TokenBucket bucket({per_minute, 1}, now);
    for (int i = 0; i < 30; ++i) {
      now += bucket.wait(now);
      ASSERT_TRUE(bucket.take(now)) << per_minute;
    }
    double least = 29 * 60 / per_minute;  // the first came from the burst
    EXPECT_GE(std::chrono::duration<double>(now - SteadyTime{}).count(), least * 0.999);
  }
}

TEST(TokenBucket, NonsenseIsTheSlowest) {
  for (double bad : {0.0, -5.0, std::numeric_limits<double>::quiet_NaN()}) {
    SteadyTime now{};
    TokenBucket bucket({bad, bad}, now);
    EXPECT_TRUE(bucket.take(now));
    EXPECT_FALSE(bucket.take(now + seconds(59)));
    EXPECT_TRUE(bucket.take(now + seconds(60)));
  }
}

TEST(TokenBucket, AClockThatStepsBackGivesNothing) {
  SteadyTime now{};
  now += seconds(100);
  TokenBucket bucket({60, 1}, now);
  EXPECT_TRUE(bucket.take(now));
  EXPECT_FALSE(bucket.take(now - seconds(50)));
  EXPECT_FALSE(bucket.take(now));
  EXPECT_TRUE(bucket.take(now + seconds(1)));
}

}  // namespace
}  // namespace leakwarden::notifier
