#include "scanner/suppress/date.h"

#include <ctime>

namespace leakwarden::scanner {
namespace {

TEST(Date, DaysOfTheCalendar) {
  for (const char* day : {"2027-01-31", "2024-02-29", "2000-02-29", "1970-01-01", "9999-12-31"}) {
    EXPECT_TRUE(is_date(day)) << day;
  }
  // 1900 and 2100 are no leap years, 2023 is none.
  for (const char* none : {"2023-02-29", "2100-02-29", "2027-02-30", "2027-13-01", "2027-00-10",
                           "2027-01-00", "2027-1-31", "27-01-31", "2027-01-31 ", "2027/01/31", "",
                           "tomorrow", "1969-12-31", "2027-01-3x"}) {
    EXPECT_FALSE(is_date(none)) << none;
  }
}

TEST(Date, OfATimeAsTheCLibrarySaysIt) {
  for (const std::int64_t seconds : {0ll, 86399ll, 86400ll, 951782400ll, 1795647600ll}) {
    const std::time_t time = static_cast<std::time_t>(seconds);
    std::tm parts{};
    gmtime_r(&time, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d", &parts);
    EXPECT_EQ(date_of(seconds), text);
    EXPECT_TRUE(is_date(date_of(seconds)));
  }
}

TEST(Date, TheLastDayStillCounts) {
  EXPECT_FALSE(has_ended("2027-01-31", "2027-01-30"));
  EXPECT_FALSE(has_ended("2027-01-31", "2027-01-31"));
  EXPECT_TRUE(has_ended("2027-01-31", "2027-02-01"));
  EXPECT_FALSE(has_ended("", "9999-12-31"));
}

}  // namespace
}  // namespace leakwarden::scanner
