#include "notifier/dedup.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

DueDelivery due(const std::string& key, AlertType type = AlertType::IncidentOpened) {
  DueDelivery delivery;
  delivery.alert = sample_alert(type);
  delivery.idempotency_key = key;
  return delivery;
}

TEST(ToldMemory, NamesItsReasons) {
  ToldMemory told;
  DueDelivery opened = due("k1");
  EXPECT_EQ(told.judge(opened), DeliveryReason::FirstNotification);
  told.remember(opened);
  EXPECT_EQ(told.judge(opened), DeliveryReason::AlreadyDelivered);
  EXPECT_EQ(told.judge(due("k2", AlertType::IncidentSeenAgain)), DeliveryReason::RepeatSuppressed);
  EXPECT_EQ(told.judge(due("k3", AlertType::IncidentClosed)), DeliveryReason::StateChange);
  EXPECT_EQ(told.judge(due("k4", AlertType::IncidentReopened)), DeliveryReason::StateChange);
  EXPECT_EQ(told.judge(due("k5", AlertType::Digest)), DeliveryReason::NotAnIncident);
  EXPECT_EQ(told.judge(due("k6", AlertType::Test)), DeliveryReason::NotAnIncident);
}

TEST(ToldMemory, SeenAgainElsewhereIsNews) {
  for (int change = 0; change < 6; ++change) {
    ToldMemory told;
    told.remember(due("k1"));
    DueDelivery again = due("k2", AlertType::IncidentSeenAgain);
    AlertLocation& location = again.alert.locations[0];
    if (change == 0) location.repository = "other";
    if (change == 1) location.path = "other";
    if (change == 2) location.commit = "other";
    if (change == 3) location.line = 4;
    if (change == 4) location.kind = PlaceKind::CommitMessage;
    if (change == 5) again.alert.more_locations = 1;  // some place we cannot see
    EXPECT_EQ(told.judge(again), DeliveryReason::NewPlaces) << change;
    told.remember(again);
    again.idempotency_key = "k3";
    again.alert.more_locations = 0;
    EXPECT_EQ(told.judge(again), DeliveryReason::RepeatSuppressed) << change;
  }
}

TEST(ToldMemory, WithoutPlacesNothingIsSuppressed) {
  ToldMemory told;
  told.remember(due("k1"));
  DueDelivery again = due("k2", AlertType::IncidentSeenAgain);
  again.alert.locations.clear();
  EXPECT_EQ(told.judge(again), DeliveryReason::NewPlaces);
}

TEST(ToldMemory, ForgetsTheOldestAndThenRepeats) {
  ToldMemory told;
  for (int i = 0; i < 10'001; ++i) {
    DueDelivery delivery = due("k" + std::to_string(i));
    delivery.alert.incident.id = "inc-" + std::to_string(i);
    told.remember(delivery);
  }
  DueDelivery first = due("k0");
  first.alert.incident.id = "inc-0";
  EXPECT_EQ(told.judge(first), DeliveryReason::FirstNotification);
  DueDelivery second = due("k1");
  second.alert.incident.id = "inc-1";
  EXPECT_EQ(told.judge(second), DeliveryReason::AlreadyDelivered);
}

TEST(DeliveryReason, NamesAreDistinct) {
  std::set<std::string_view> names;
  for (int i = 0; i <= static_cast<int>(DeliveryReason::RateLimited); ++i) {
    names.insert(delivery_reason_name(static_cast<DeliveryReason>(i)));
  }
  EXPECT_EQ(names.size(), 9u);
  EXPECT_EQ(names.count("unknown"), 0u);
}

}  // namespace
}  // namespace leakwarden::notifier
