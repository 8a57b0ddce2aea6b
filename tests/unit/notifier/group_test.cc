#include "notifier/group.h"

#include <gtest/gtest.h>

#include <set>

#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

DueDelivery due(std::int64_t id, const std::string& incident, const std::string& push,
                AlertType type = AlertType::IncidentOpened) {
  DueDelivery delivery;
  delivery.id = id;
  delivery.alert = sample_alert(type);
  delivery.alert.id = "alert-" + std::to_string(id);
  delivery.alert.group = push;
  delivery.alert.incident = sample_incident(incident);
  delivery.alert.locations[0].line = id;
  delivery.idempotency_key = "key-" + std::to_string(id);
  return delivery;
}

std::vector<std::vector<std::int64_t>> ids(const std::vector<DeliveryGroup>& groups) {
  std::vector<std::vector<std::int64_t>> result;
  for (const DeliveryGroup& group : groups) {
    result.emplace_back();
    for (const DueDelivery& delivery : group) result.back().push_back(delivery.id);
  }
  return result;
}

using Ids = std::vector<std::vector<std::int64_t>>;

TEST(Group, ByWhatTheChannelIsFor) {
  std::vector<DueDelivery> list = {due(1, "a", "p1"), due(2, "b", "p1"), due(3, "a", "p2"),
                                   due(4, "c", "p2"), due(5, "b", "p1")};
  EXPECT_EQ(ids(group_deliveries(list, Grouping::None)), (Ids{{1}, {2}, {3}, {4}, {5}}));
  EXPECT_EQ(ids(group_deliveries(list, Grouping::Incident)), (Ids{{1, 3}, {2, 5}, {4}}));
  EXPECT_EQ(ids(group_deliveries(list, Grouping::Push)), (Ids{{1, 2, 5}, {3, 4}}));
}

TEST(Group, AlertsOfNoPushGoByIncident) {
  std::vector<DueDelivery> list = {due(1, "a", ""), due(2, "b", ""),
                                   due(3, "a", "", AlertType::IncidentClosed)};
  EXPECT_EQ(ids(group_deliveries(list, Grouping::Push)), (Ids{{1, 3}, {2}}));
}

TEST(Group, WhatIsAboutNoIncidentStaysAlone) {
  std::vector<DueDelivery> list = {due(1, "a", "p", AlertType::Digest), due(2, "a", "p"),
                                   due(3, "a", "p", AlertType::Test),
                                   due(4, "a", "p", AlertType::PushUnscanned)};
  EXPECT_EQ(ids(group_deliveries(list, Grouping::Push)), (Ids{{1}, {2}, {3}, {4}}));
  EXPECT_EQ(ids(group_deliveries(list, Grouping::Push, 2)), (Ids{{1}, {2}, {3}, {4}}));
}

TEST(Group, AFloodBecomesOneMessageForPeopleButNotForPrograms) {
  std::vector<DueDelivery> list;
  for (int i = 0; i < 300; ++i) list.push_back(due(i, "inc-" + std::to_string(i), ""));
  EXPECT_EQ(group_deliveries(list, Grouping::Incident).size(), 1u);
  EXPECT_EQ(group_deliveries(list, Grouping::Push).size(), 1u);
  EXPECT_EQ(group_deliveries(list, Grouping::None).size(), 300u);
  list.resize(kFloodMessages);
  EXPECT_EQ(group_deliveries(list, Grouping::Incident).size(), kFloodMessages);
}

TEST(Group, EveryDeliveryIsInExactlyOneGroup) {
  std::mt19937_64 random(4);
  for (int round = 0; round < 200; ++round) {
    std::vector<DueDelivery> list;
    for (std::int64_t i = 0; i < static_cast<std::int64_t>(random() % 60); ++i) {
      list.push_back(due(i, "inc-" + std::to_string(random() % 9),
                         "p" + std::to_string(random() % 4),
                         static_cast<AlertType>(random() % kAlertTypes)));
    }
    std::set<std::int64_t> seen;
    for (const DeliveryGroup& group :
         group_deliveries(list, static_cast<Grouping>(random() % 3), random() % 30)) {
      EXPECT_FALSE(group.empty());
      for (const DueDelivery& delivery : group) EXPECT_TRUE(seen.insert(delivery.id).second);
    }
    EXPECT_EQ(seen.size(), list.size());
  }
}

TEST(AttemptOf, OneDeliveryIsItself) {
  DueDelivery delivery = due(7, "a", "p");
  delivery.attempt = 3;
  delivery.possible_repeat = true;
  DeliveryAttempt attempt = attempt_of({delivery}, from_unix_seconds(99));
  EXPECT_EQ(attempt.idempotency_key, "key-7");
  EXPECT_EQ(attempt.attempt, 3u);
  EXPECT_TRUE(attempt.possible_repeat);
  EXPECT_EQ(unix_seconds(attempt.now), 99);
  EXPECT_EQ(encode_alert(attempt.alert), encode_alert(delivery.alert));
}

TEST(AttemptOf, OneIncidentTellsItsLastChangeAndAllPlaces) {
  DueDelivery opened = due(1, "a", "p1");
  DueDelivery again = due(2, "a", "p2", AlertType::IncidentSeenAgain);
  again.alert.more_locations = 5;
  DeliveryAttempt attempt = attempt_of({opened, again}, from_unix_seconds(0));
  EXPECT_EQ(attempt.alert.type, AlertType::IncidentOpened);
  ASSERT_EQ(attempt.alert.locations.size(), 2u);
  EXPECT_EQ(attempt.alert.more_locations, 5u);
  DueDelivery closed = due(3, "a", "", AlertType::IncidentClosed);
  closed.alert.incident.state = "closed";
  closed.alert.locations = {opened.alert.locations[0]};  // known already
  attempt = attempt_of({opened, again, closed}, from_unix_seconds(0));
  EXPECT_EQ(attempt.alert.type, AlertType::IncidentClosed);
  EXPECT_EQ(attempt.alert.incident.state, "closed");
  EXPECT_EQ(attempt.alert.locations.size(), 2u);
}

TEST(AttemptOf, SeveralIncidentsAreADigest) {
  DueDelivery low = due(1, "low", "p");
  low.alert.incident.severity = Severity::Low;
  DeliveryAttempt attempt = attempt_of({low, due(2, "high", "p")}, from_unix_seconds(0));
  EXPECT_EQ(attempt.alert.type, AlertType::Digest);
  EXPECT_EQ(attempt.alert.summary, "2 leaked secrets in payments/api");
  ASSERT_EQ(attempt.alert.digest.size(), 2u);
  EXPECT_EQ(attempt.alert.digest[0].id, "high");  // critical comes first
  ASSERT_EQ(attempt.alert.locations.size(), 2u);
  EXPECT_EQ(attempt.alert.locations[0].incident, "low");
}

TEST(AttemptOf, AGreatDigestKeepsTheWorst) {
  DeliveryGroup group;
  for (int i = 0; i < 400; ++i) {
    group.push_back(due(i, "inc-" + std::to_string(i), ""));
    group.back().alert.incident.severity = i == 399 ? Severity::Critical : Severity::Low;
    group.back().alert.locations[0].repository = "r" + std::to_string(i % 3);
  }
  Alert digest = attempt_of(group, from_unix_seconds(0)).alert;
  EXPECT_EQ(digest.digest.size(), kMaxAlertIncidents);
  EXPECT_EQ(digest.more_incidents, 375u);
  EXPECT_EQ(digest.digest[0].id, "inc-399");
  EXPECT_EQ(digest.locations.size(), kMaxAlertLocations);
  EXPECT_EQ(digest.more_locations, 375u);
  EXPECT_EQ(digest.summary, "400 leaked secrets in 3 repositories");
}

TEST(AttemptOf, TheSameGroupHasTheSameKeyAndAnotherAnother) {
  DueDelivery one = due(1, "a", "p"), two = due(2, "b", "p"), three = due(3, "c", "p");
  std::string key = attempt_of({one, two}, from_unix_seconds(0)).idempotency_key;
  EXPECT_EQ(attempt_of({one, two}, from_unix_seconds(9)).idempotency_key, key);
  EXPECT_NE(attempt_of({one, two, three}, from_unix_seconds(0)).idempotency_key, key);
  EXPECT_NE(key, "key-1");
}

}  // namespace
}  // namespace leakwarden::notifier
