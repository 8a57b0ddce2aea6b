#include "notifier/breaker.h"

#include <gtest/gtest.h>

namespace leakwarden::notifier {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Breaker, ProbesSlowerButNeverSlowerThanFiveMinutes) {
  Breaker breaker;
  SteadyTime now{};
  EXPECT_TRUE(breaker.is_closed());
  EXPECT_EQ(breaker.wait(now), milliseconds(0));
  const seconds steps[] = {seconds(1),  seconds(2),   seconds(5),   seconds(15), seconds(30),
                           seconds(60), seconds(120), seconds(300), seconds(300)};
  for (seconds step : steps) {
    breaker.failed(now, milliseconds(0), 0);
    EXPECT_EQ(breaker.wait(now), step);
    now += step;
    EXPECT_EQ(breaker.wait(now), milliseconds(0));
    EXPECT_FALSE(breaker.is_closed());
  }
}

TEST(Breaker, JitterShortensByATenthAtMost) {
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    Breaker breaker;
    breaker.failed(SteadyTime{}, milliseconds(0), seed);
    EXPECT_GE(breaker.wait(SteadyTime{}), milliseconds(900));
    EXPECT_LE(breaker.wait(SteadyTime{}), milliseconds(1000));
  }
}

TEST(Breaker, HonoursWhatThePeerAskedFor) {
  Breaker breaker;
  breaker.failed(SteadyTime{}, minutes(40), 7);
  EXPECT_EQ(breaker.wait(SteadyTime{}), minutes(40));
}

TEST(Breaker, ASuccessForgetsTheFailures) {
  Breaker breaker;
  for (int i = 0; i < 20; ++i) breaker.failed(SteadyTime{}, milliseconds(0), 0);
  breaker.succeeded();
  EXPECT_EQ(breaker.wait(SteadyTime{}), milliseconds(0));
  breaker.failed(SteadyTime{}, milliseconds(0), 0);
  EXPECT_EQ(breaker.wait(SteadyTime{}), seconds(1));
}

}  // namespace
}  // namespace leakwarden::notifier
