#include <gtest/gtest.h>

#include <set>

#include "notifier/channel.h"

namespace leakwarden::notifier {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(BackOff, FollowsTheLadderWithinTheJitter) {
  const std::vector<milliseconds> ladder = {
      seconds(1), seconds(5), seconds(30), minutes(5), minutes(30), hours(2),  hours(5),
      hours(10),  hours(14),  hours(20),   hours(24),  hours(24),   hours(24), hours(24)};
  for (unsigned attempt = 1; attempt <= ladder.size(); ++attempt) {
    for (std::uint64_t seed = 0; seed < 500; ++seed) {
      std::optional<milliseconds> wait = back_off(attempt, seed);
      ASSERT_TRUE(wait);
      EXPECT_GE(wait->count(), ladder[attempt - 1].count() * 9 / 10);
      EXPECT_LE(wait->count(), ladder[attempt - 1].count() * 11 / 10);
    }
  }
  EXPECT_FALSE(back_off(static_cast<unsigned>(ladder.size()) + 1, 0));
  EXPECT_FALSE(back_off(4000000000u, 0));
  EXPECT_FALSE(back_off(0, 0));
}

TEST(BackOff, EvenTheShortestLadderOutlastsFiveDays) {
  milliseconds shortest{0};
  for (unsigned attempt = 1; back_off(attempt, 0); ++attempt) {
    milliseconds least = *back_off(attempt, 0);
    for (std::uint64_t seed = 1; seed < 3000; ++seed) {
      least = std::min(least, *back_off(attempt, seed));
    }
    shortest += least;
  }
  EXPECT_GT(shortest, hours(5 * 24));
}

TEST(BackOff, JitterSpreadsAndRepeats) {
  std::set<std::int64_t> waits;
  for (std::uint64_t seed = 0; seed < 1000; ++seed) {
    EXPECT_EQ(back_off(6, seed), back_off(6, seed));
    waits.insert(back_off(6, seed)->count());
  }
  EXPECT_GT(waits.size(), 150u);  // of 201 possible
}

}  // namespace
}  // namespace leakwarden::notifier
