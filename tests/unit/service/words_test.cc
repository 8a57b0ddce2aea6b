#include "service/cli/words.h"

#include <gtest/gtest.h>

namespace leakwarden::service {
namespace {

WallTime noon() {
  return from_unix_seconds(1'795'608'000);
}  // 2026-11-25T12:00:00Z

TEST(Words, TimesNameTheirZone) {
  ASSERT_EQ(rfc3339(noon()), "2026-11-25T12:00:00Z");
  EXPECT_EQ(time_words("2026-11-25T23:37:05Z"), "2026-11-25 23:37 UTC");
  EXPECT_EQ(time_words(""), "");
  EXPECT_EQ(time_words("\x1b[31m"), "^[[31m");
}

TEST(Words, DistancesAreWordsAPersonUses) {
  using std::chrono::hours;
  using std::chrono::minutes;
  using std::chrono::seconds;
  EXPECT_EQ(distance_words(noon(), noon()), "now");
  EXPECT_EQ(distance_words(noon() + seconds(5), noon()), "in 5 s");
  EXPECT_EQ(distance_words(noon() - seconds(59), noon()), "59 s ago");
  EXPECT_EQ(distance_words(noon() + minutes(90), noon()), "in 90 min");
  EXPECT_EQ(distance_words(noon() - hours(3), noon()), "3 h ago");
  EXPECT_EQ(distance_words(noon() - hours(24 * 9), noon()), "9 days ago");
}

TEST(Words, ColourOnlyWhereItCarriesMeaning) {
  EXPECT_EQ(severity_words(Severity::Critical, scanner::UseColour::No), "critical");
  EXPECT_EQ(severity_words(Severity::Low, scanner::UseColour::Yes), "low     ");
  EXPECT_EQ(severity_words(Severity::Medium, scanner::UseColour::Yes), "\x1b[33mmedium  \x1b[0m");
}

TEST(Words, UntilIsADayOrATimeFromNow) {
  EXPECT_EQ(rfc3339(*parse_until("2026-11-25", noon())), "2026-11-26T00:00:00Z");
  EXPECT_EQ(rfc3339(*parse_until("2028-02-29", noon())), "2028-03-01T00:00:00Z");
  EXPECT_EQ(rfc3339(*parse_until("30d", noon())), "2026-12-25T12:00:00Z");
  EXPECT_EQ(rfc3339(*parse_until("12h", noon())), "2026-11-26T00:00:00Z");
  EXPECT_EQ(rfc3339(*parse_until("90m", noon())), "2026-11-25T13:30:00Z");
  for (const char* text : {"", "d", "0d", "-5d", "5", "5w", "2026-11-24", "2027-02-29", "tomorrow",
                           "2027/01/01", "99999999d", "2026-13-01"}) {
    EXPECT_FALSE(parse_until(text, noon()).ok()) << text;
  }
}

}  // namespace
}  // namespace leakwarden::service
