#include "notifier/wording.h"

#include <gtest/gtest.h>

#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

TEST(ReadableTime, NamesTheZone) {
  EXPECT_EQ(readable_time("2025-11-25T14:58:59Z"), "2025-11-25 14:58 UTC");
  EXPECT_EQ(readable_time("2025-11-25T14:58:59.123Z"), "2025-11-25 14:58 UTC");
  EXPECT_EQ(readable_time("2025-11-25T14:58:59+02:00"), "2025-11-25 14:58 +02:00");
  EXPECT_EQ(readable_time("2025-11-25T14:58:59-07:30"), "2025-11-25 14:58 -07:30");
  EXPECT_EQ(readable_time("2025-11-25T14:58:59+00:00"), "2025-11-25 14:58 UTC");
  EXPECT_EQ(readable_time(from_unix_seconds(kSampleSeconds)), "2025-11-25 15:00 UTC");
}

TEST(ReadableTime, OtherTextStaysSafeAndShort) {
  for (const char* text : {"", "yesterday", "2025-11-25", "2025-11-25T14:58:59", "1764082800",
                           "2025-11-25T14:58:59+0200", "2025-11-25T14:58:59Zx"}) {
    EXPECT_EQ(readable_time(text), text);
  }
  EXPECT_EQ(readable_time("\x1b[31m\r\n"), " [31m  ");
  EXPECT_LE(readable_time(std::string(1000, 'x')).size(), 40u);
}

TEST(SpotOf, NamesEachKindOfPlace) {
  AlertLocation location = sample_location();
  EXPECT_EQ(spot_of(location), "config/prod.env:3");
  location.line = 0;
  EXPECT_EQ(spot_of(location), "config/prod.env");
  location.kind = PlaceKind::CommitMessage;
  EXPECT_EQ(spot_of(location), "the message of commit 9c1f2ab0dd");
  location.kind = PlaceKind::TagMessage;
  location.path = "v1.4";
  EXPECT_EQ(spot_of(location), "the message of tag v1.4");
  location.kind = PlaceKind::Author;
  location.commit = "";
  EXPECT_EQ(spot_of(location), "an author field");
  for (int kind = 0; kind <= static_cast<int>(PlaceKind::Stream); ++kind) {
    location.kind = static_cast<PlaceKind>(kind);
    location.path = "";
    EXPECT_FALSE(spot_of(location).empty()) << kind;
  }
}

TEST(SpotOf, IsSafeForHostilePaths) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 2000; ++i) {
    AlertLocation location = sample_location();
    location.kind = static_cast<PlaceKind>(random() % 16);
    location.path = hostile_text(random, 500);
    std::string spot = spot_of(location);
    EXPECT_LE(spot.size(), kMaxShownPath + 40);
    for (char c : spot) EXPECT_FALSE(static_cast<unsigned char>(c) < 0x20 || c == 0x7F);
  }
}

TEST(ShortObjectId, TakesHexOnly) {
  EXPECT_EQ(short_object_id("9c1f2ab0d1e2f3"), "9c1f2ab0d1");
  EXPECT_EQ(short_object_id("9c1f2ab"), "9c1f2ab");
  EXPECT_EQ(short_object_id("9c1f2a"), "");
  EXPECT_EQ(short_object_id("9C1F2AB0"), "");
  EXPECT_EQ(short_object_id("--output=x"), "");
}

TEST(SafeLink, LetsPlainWebLinksThrough) {
  for (const char* url : {"https://go.postman.co/settings/me/api-keys", "http://git/x#L3",
                          "https://x.example:8443/a?b=c&d=%20", "https://[2001:db8::1]/x"}) {
    EXPECT_EQ(safe_link(url), url);
  }
}

TEST(SafeLink, RefusesEverythingElse) {
  for (const char* url : {"",
                          "javascript:alert(1)",
                          "JAVASCRIPT:alert(1)",
                          "data:text/html,x",
                          "//evil",
                          "evil.example",
                          "https://",
                          "https:///path",
                          "https://a b",
                          "https://a\"onclick=x",
                          "https://a'x",
                          "https://a<b",
                          "https://a>b",
                          "https://a\nb",
                          "https://trusted@evil.example/",
                          "https://u:p@evil/",
                          "ftp://x/",
                          "https://x/|y",
                          "https://x/`y",
                          "https://\xc3\xa9.example/",
                          " https://x/"}) {
    EXPECT_EQ(safe_link(url), "") << url;
  }
  EXPECT_EQ(safe_link("https://x/" + std::string(2000, 'a')), "");
  EXPECT_EQ(safe_link("https://x/a@b"), "https://x/a@b");
}

TEST(SafeToken, KeepsNothingAShellWouldRead) {
  EXPECT_EQ(safe_token("inc-7f3a_1.b"), "inc-7f3a_1.b");
  EXPECT_EQ(safe_token("x; rm -rf $(y) `z` \n&|<>'\"\\*?é"), "xrm-rfyz");
  EXPECT_EQ(safe_token(std::string(1000, 'a')).size(), 200u);
}

TEST(Counted, SeparatesThousandsAndAgrees) {
  EXPECT_EQ(counted(0, "secret", "secrets"), "0 secrets");
  EXPECT_EQ(counted(1, "secret", "secrets"), "1 secret");
  EXPECT_EQ(counted(999, "secret", "secrets"), "999 secrets");
  EXPECT_EQ(counted(1000, "secret", "secrets"), "1,000 secrets");
  EXPECT_EQ(counted(1234567, "secret", "secrets"), "1,234,567 secrets");
}

}  // namespace
}  // namespace leakwarden::notifier
