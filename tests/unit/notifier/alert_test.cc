#include "notifier/alert.h"

#include <gtest/gtest.h>

#include <set>

namespace leakwarden::notifier {
namespace {

TEST(AlertType, NamesAreThoseOfTheInterface) {
  // The list in shared/design/interfaces.md, in order; "test" is ours.
  const char* expected[] = {"incident.opened",
                            "incident.seen_again",
                            "incident.acknowledged",
                            "incident.verified_live",
                            "incident.rotated",
                            "incident.verified_dead",
                            "incident.closed",
                            "incident.suppressed",
                            "incident.reopened",
                            "push.refused",
                            "push.bypassed",
                            "push.unscanned",
                            "digest",
                            "test"};
  for (std::size_t i = 0; i < kAlertTypes; ++i) {
    AlertType type = static_cast<AlertType>(i);
    EXPECT_EQ(alert_type_name(type), expected[i]);
    EXPECT_EQ(alert_type_from_name(expected[i]), type);
  }
  EXPECT_FALSE(alert_type_from_name("incident"));
  EXPECT_FALSE(alert_type_from_name(""));
}

TEST(AlertType, NamesKeepToStandardWebhooksCharacters) {
  for (std::size_t i = 0; i < kAlertTypes; ++i) {
    std::string_view name = alert_type_name(static_cast<AlertType>(i));
    EXPECT_EQ(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz_."), std::string_view::npos);
  }
}

TEST(PlaceOf, NamesRepositoryAndRef) {
  EXPECT_EQ(place_of("payments/api", {"refs/heads/main", "refs/heads/x"}), "payments/api (main)");
  EXPECT_EQ(place_of("payments/api", {"refs/tags/v1.4"}), "payments/api (tag v1.4)");
  EXPECT_EQ(place_of("payments/api", {"refs/notes/commits"}), "payments/api (notes/commits)");
  EXPECT_EQ(place_of("payments/api", {"HEAD"}), "payments/api (HEAD)");
  EXPECT_EQ(place_of("payments/api", {}), "payments/api");
}

TEST(PlaceOf, IsOneSafeLine) {
  std::string place = place_of("a\r\nBcc: x\x1b[1m", {"refs/heads/\xe2\x80\xae"
                                                      "gpj"});
  EXPECT_EQ(place, "a  Bcc: x [1m (gpj)");
  EXPECT_LE(place_of(std::string(10000, 'x'), {std::string(10000, 'y')}).size(), 190u);
}

}  // namespace
}  // namespace leakwarden::notifier
