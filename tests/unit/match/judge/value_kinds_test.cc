#include "scanner/match/judge/value_kinds.h"

#include <gtest/gtest.h>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

std::int32_t of(const std::string& value, Feature feature) {
  testing::Marked text("x = '«" + value + "»'");
  Features features;
  add_value_kinds(text.subject(), features);
  return features.get(feature);
}

TEST(ValueKinds, Identifiers) {
  EXPECT_EQ(of("user_password", Feature::identifier_snake), 1);
  EXPECT_EQ(of("USER_PASSWORD", Feature::identifier_constant), 1);
  EXPECT_EQ(of("userPassword", Feature::identifier_camel), 1);
  EXPECT_EQ(of("app.user.password", Feature::identifier_dotted), 1);
  EXPECT_EQ(of("a1b2c3d4e5", Feature::identifier_snake), 0);
}

TEST(ValueKinds, PlacesAndNumbers) {
  EXPECT_EQ(of("/etc/passwd", Feature::path_like), 2);
  EXPECT_EQ(of("a/b/c", Feature::path_like), 1);
  EXPECT_EQ(of("https://x", Feature::url_like), 1);
  EXPECT_EQ(of("a@b.cd", Feature::mail_like), 1);
  EXPECT_EQ(of("123,456.7", Feature::number_like), 1);
  EXPECT_EQ(of("2020-01-02T03:04:05Z", Feature::date_like), 1);
  EXPECT_EQ(of("v1.2.3", Feature::version_like), 1);
  EXPECT_EQ(of("10.0.0.1", Feature::address_like), 1);
  EXPECT_EQ(of("123e4567-e89b-12d3-a456-426614174000", Feature::uuid_like), 1);
  EXPECT_EQ(of("123e4567-e89b-12d3-a456-42661417400x", Feature::uuid_like), 0);
}

// RFC 9562, appendix A: test vectors of versions 1, 3, 4, 5, 6 and 7.
TEST(ValueKinds, UuidsOfTimeOrNameAreTold) {
  EXPECT_TRUE(is_timed_uuid("C232AB00-9414-11EC-B3C8-9F6BDECED846"));
  EXPECT_TRUE(is_timed_uuid("5df41881-3aed-3515-88a7-2f4a814cf09e"));
  EXPECT_FALSE(is_timed_uuid("919108f7-52d1-4320-9bac-f847db4148a8"));
  EXPECT_TRUE(is_timed_uuid("2ed6657d-e927-568b-95e1-2665a8aea6a2"));
  EXPECT_TRUE(is_timed_uuid("1EC9414C-232A-6B00-B3C8-9F6BDECED846"));
  EXPECT_FALSE(is_timed_uuid("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"));
  EXPECT_FALSE(is_timed_uuid("c232ab00-9414-11ec-33c8-9f6bdeced846")) << "no UUID's variant";
  EXPECT_FALSE(is_timed_uuid("c232ab00"));
}

TEST(ValueKinds, Texts) {
  EXPECT_EQ(of("one two", Feature::sentence), 1);
  EXPECT_EQ(of("one two three four", Feature::sentence), 2);
  EXPECT_EQ(of("f()", Feature::call_like), 2);
  EXPECT_EQ(of("<b>x</b>", Feature::markup_like), 1);
  EXPECT_EQ(of("{{x}}", Feature::format_like), 1);
  EXPECT_EQ(of("${X}", Feature::reference), 1);
  EXPECT_EQ(of("[a-z]+", Feature::regex_like), 1);
}

TEST(ValueKinds, TheSameTextBesideIt) {
  testing::Marked text("ftp://admin:«admin»@host");
  Features features;
  add_value_kinds(text.subject(), features);
  EXPECT_EQ(features.get(Feature::equals_companion), 1);
}

}  // namespace
}  // namespace leakwarden::scanner::judging
