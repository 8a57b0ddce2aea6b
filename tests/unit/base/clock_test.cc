#include "scanner/base/clock.h"

#include <gtest/gtest.h>

namespace leakwarden {
namespace {

TEST(Clock, ManualClockMovesOnlyWhenTold) {
  ManualClock clock(from_unix_seconds(1'000));
  SteadyTime before = clock.steady_now();
  EXPECT_EQ(unix_seconds(clock.now()), 1'000);
  clock.advance(std::chrono::milliseconds(1'500));
  EXPECT_EQ(unix_milliseconds(clock.now()), 1'001'500);
  EXPECT_EQ(clock.steady_now() - before, std::chrono::milliseconds(1'500));
}

// Values of `date -u -d @N +%FT%TZ`.
TEST(Clock, Rfc3339InUtc) {
  EXPECT_EQ(rfc3339(from_unix_seconds(0)), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339(from_unix_seconds(1'709'210'096)), "2024-02-29T12:34:56Z");
  EXPECT_EQ(rfc3339(from_unix_seconds(-1)), "1969-12-31T23:59:59Z");
}

TEST(Clock, SecondsRoundDownBeforeTheEpochToo) {
  EXPECT_EQ(unix_seconds(WallTime(std::chrono::milliseconds(-1))), -1);
  EXPECT_EQ(unix_seconds(WallTime(std::chrono::milliseconds(1'999))), 1);
}

TEST(Clock, SystemClockRuns) {
  SystemClock clock;
  EXPECT_GT(unix_seconds(clock.now()), 1'700'000'000);
  SteadyTime first = clock.steady_now();
  EXPECT_GE(clock.steady_now(), first);
}

}  // namespace
}  // namespace leakwarden
