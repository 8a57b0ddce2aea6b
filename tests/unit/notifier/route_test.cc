#include <gtest/gtest.h>

#include "notifier/channel.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using Names = std::vector<std::string>;
const Names kAll = {"security", "bus", "chat"};

Route critical_public() {
  Route route;
  route.severities = {Severity::High, Severity::Critical};
  route.visibilities = {"public"};
  route.channels = {"chat", "security"};
  return route;
}

TEST(Route, WithoutRoutesEveryChannelGetsIt) {
  EXPECT_EQ(route(sample_alert(), {}, kAll), kAll);
  EXPECT_EQ(route(sample_alert(), {}, {}), Names{});
}

TEST(Route, EveryConditionMustHold) {
  Alert alert = sample_alert();
  alert.incident.visibility = "public";
  EXPECT_EQ(route(alert, {critical_public()}, kAll), (Names{"security", "chat"}));
  alert.incident.severity = Severity::Medium;
  EXPECT_EQ(route(alert, {critical_public()}, kAll), Names{});
  alert.incident.severity = Severity::High;
  alert.incident.visibility = "private";
  EXPECT_EQ(route(alert, {critical_public()}, kAll), Names{});
}

TEST(Route, TeamIsMatchedWhole) {
  Route payments;
  payments.teams = {"payments"};
  payments.channels = {"bus"};
  EXPECT_EQ(route(sample_alert(), {payments}, kAll), Names{"bus"});
  Alert other = sample_alert();
  other.incident.team = "pay";
  EXPECT_EQ(route(other, {payments}, kAll), Names{});
}

TEST(Route, ChannelsComeOnceInConfigurationOrderAndUnknownNamesNever) {
  Route one, two;
  one.channels = {"chat", "chat", "nowhere"};
  two.channels = {"chat", "security"};
  EXPECT_EQ(route(sample_alert(), {one, two}, kAll), (Names{"security", "chat"}));
}

TEST(Route, DigestGoesWhereAnyOfItsIncidentsWouldGo) {
  Alert digest = sample_alert(AlertType::Digest);
  digest.incident = AlertIncident();
  digest.digest = {sample_incident("a"), sample_incident("b")};
  EXPECT_EQ(route(digest, {critical_public()}, kAll), Names{});
  digest.digest[1].visibility = "public";
  EXPECT_EQ(route(digest, {critical_public()}, kAll), (Names{"security", "chat"}));
  digest.digest[1].visibility = "private";
  digest.more_incidents = 1;  // one we do not see could be public
  EXPECT_EQ(route(digest, {critical_public()}, kAll), (Names{"security", "chat"}));
}

TEST(Route, MessagesAboutTheInstallationAreNotNarrowed) {
  Alert test = sample_alert(AlertType::Test);
  EXPECT_EQ(route(test, {critical_public()}, kAll), (Names{"security", "chat"}));
  test.type = AlertType::PushUnscanned;
  EXPECT_EQ(route(test, {critical_public()}, kAll), (Names{"security", "chat"}));
}

}  // namespace
}  // namespace leakwarden::notifier
