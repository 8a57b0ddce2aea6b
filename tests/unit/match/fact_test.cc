#include "scanner/match/fact.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

TEST(Fact, Times) {
  Facts facts;
  add_time_fact(facts, "a", 1577836800);
  add_time_fact(facts, "b", -1);
  add_time_fact(facts, "c", 253402300800);
  EXPECT_EQ(facts, (Facts{{"a", "2020-01-01T00:00:00Z"}}));
}

TEST(Fact, Texts) {
  Facts facts;
  add_text_fact(facts, "a", "x");
  add_text_fact(facts, "b", "");
  add_text_fact(facts, "c", std::string(500, 'y'));
  EXPECT_EQ(facts["a"], "x");
  EXPECT_EQ(facts.count("b"), 0u);
  EXPECT_LE(facts["c"].size(), 140u);
}

TEST(Fact, DigitsAndTimesAreRead) {
  EXPECT_EQ(seconds_of_digits("1577836800"), 1577836800);
  EXPECT_FALSE(seconds_of_digits("15x").has_value());
  EXPECT_FALSE(seconds_of_digits("").has_value());
  EXPECT_FALSE(seconds_of_digits("1234567890123").has_value());
  for (const char* text :
       {"2020-01-01T00:00:00Z", "2020-01-01", "20200101T000000Z", "2020-01-01T00:00:00.123Z"}) {
    EXPECT_EQ(seconds_of_time(text), 1577836800) << text;
  }
  EXPECT_EQ(seconds_of_time("2020-02-29T12:34:56Z"), 1582979696);  // date -d
  for (const char* text : {"2020-13-01", "2021-02-29", "tomorrow", "", "2020"}) {
    EXPECT_FALSE(seconds_of_time(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
