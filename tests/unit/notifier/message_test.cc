#include "notifier/message.h"

#include <gtest/gtest.h>

#include "scanner/base/sanitize.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

std::string fact(const Message& message, const std::string& name) {
  for (const MessageFact& one : message.facts) {
    if (one.name == name) return one.value;
  }
  return "";
}

std::vector<std::string> commands(const Message& message) {
  std::vector<std::string> list;
  for (const MessageCommand& one : message.commands) list.push_back(one.command);
  return list;
}

TEST(Message, AnOpenedIncidentSaysWhatWhereWhoAndWhatToDo) {
  Message message = make_message(sample_alert());
  EXPECT_EQ(message.subject, "Postman API key in payments/api (main) – please revoke");
  EXPECT_EQ(message.headline, "Postman API key in payments/api (main)");
  EXPECT_EQ(message.lead,
            "Postman API key PMAK… is in config/prod.env:3 of payments/api (main), pushed by ana, "
            "there since 2025-11-25 14:58 UTC. The repository is private: everybody with access to "
            "it can read the key there.");
  EXPECT_EQ(message.tone, Tone::Act);
  EXPECT_EQ(message.severity, "critical");
  ASSERT_EQ(message.steps.size(), 3u);
  EXPECT_EQ(message.steps[0].link, "https://go.postman.co/settings/me/api-keys");
  EXPECT_EQ(message.steps[0].text, "Delete the exposed key; it stops working at once.");
  EXPECT_EQ(message.steps[1].link, "");
  EXPECT_EQ(fact(message, "Fingerprint"), sample_incident().fingerprint);
  EXPECT_EQ(fact(message, "Commit"), "9c1f2ab0dd");
  EXPECT_EQ(fact(message, "Created"), "2023-09-01 10:00 UTC");
  EXPECT_EQ(fact(message, "Live"), "not checked");
  EXPECT_TRUE(message.repeat_note.empty());
}

TEST(Message, SaysHowToAnswer) {
  EXPECT_EQ(
      commands(make_message(sample_alert())),
      (std::vector<std::string>{"leakwarden incidents resolve inc-7f3a --reason revoked",
                                "leakwarden incidents resolve inc-7f3a --reason false-positive",
                                "leakwarden incidents resolve inc-7f3a --reason test-key"}));
  EXPECT_EQ(commands(make_message(sample_alert(AlertType::IncidentClosed))),
            std::vector<std::string>{"leakwarden incidents reopen inc-7f3a"});
}

TEST(Message, PublicRepositoriesAreToldToRevokeFirst) {
  Alert alert = sample_alert();
  alert.incident.visibility = "public";
  Message message = make_message(alert);
  EXPECT_NE(message.lead.find("anybody can read the key"), std::string::npos);
  EXPECT_NE(message.caution.find("revoke it first"), std::string::npos);
  alert.incident.visibility = "private";
  EXPECT_NE(make_message(alert).caution.find("new key in place first"), std::string::npos);
}

TEST(Message, OneIncidentKeepsOneSubjectThroughItsLife) {
  std::string subject = make_message(sample_alert()).subject;
  for (int type = 0; type <= static_cast<int>(AlertType::IncidentReopened); ++type) {
    Alert later = sample_alert(static_cast<AlertType>(type));
    later.locations[0].repository = "another/repository";
    later.locations[0].refs = {"refs/heads/x"};
    EXPECT_EQ(make_message(later).subject, subject);
  }
}

TEST(Message, SettledIncidentsAskForNothing) {
  for (AlertType type : {AlertType::IncidentVerifiedDead, AlertType::IncidentClosed,
                         AlertType::IncidentSuppressed}) {
    Message message = make_message(sample_alert(type));
    EXPECT_EQ(message.tone, Tone::Settled);
    EXPECT_TRUE(message.steps.empty());
    EXPECT_TRUE(message.caution.empty());
  }
}

TEST(Message, NoLiveCheckContradictsTheNews) {
  EXPECT_EQ(fact(make_message(sample_alert(AlertType::IncidentVerifiedDead)), "Live"),
            "no, the provider refuses it");
  EXPECT_EQ(fact(make_message(sample_alert(AlertType::IncidentVerifiedLive)), "Live"),
            "yes, the provider accepts it");
}

TEST(Message, LessSureIsSaidSo) {
  Alert alert = sample_alert();
  alert.incident.confidence = Confidence::Medium;
  EXPECT_EQ(make_message(alert).subject,
            "Possible Postman API key in payments/api (main) – please check");
}

TEST(Message, RulesWithoutAdviceGetGeneralSteps) {
  Alert alert = sample_alert();
  alert.incident.advice = Advice();
  Message message = make_message(alert);
  ASSERT_EQ(message.steps.size(), 3u);
  EXPECT_EQ(message.steps[0].text, "Revoke the key where it was made.");
  EXPECT_EQ(message.steps[0].link, "");
}

TEST(Message, RefusesToLinkWhatIsNoWebPage) {
  Alert alert = sample_alert();
  alert.incident.advice.revoke_url = "javascript:alert(1)";
  alert.locations[0].link = "https://evil.example/\"><script>";
  Message message = make_message(alert);
  EXPECT_EQ(message.steps[0].link, "");
  for (const MessageFact& one : message.facts) EXPECT_EQ(one.link.find("evil"), std::string::npos);
}

TEST(Message, ADigestListsWorstFirstWithPlaces) {
  Alert alert = sample_alert(AlertType::Digest);
  alert.incident = AlertIncident();
  alert.digest = {sample_incident("inc-low"), sample_incident("inc-critical")};
  alert.digest[0].severity = Severity::Low;
  alert.locations[0].incident = "inc-critical";
  alert.more_incidents = 75;
  alert.summary = "77 leaked secrets in payments/api";
  Message message = make_message(alert, Repeat::Possible);
  EXPECT_EQ(message.subject, "77 leaked secrets in payments/api");
  ASSERT_EQ(message.items.size(), 2u);
  EXPECT_EQ(message.items[0].id, "inc-critical");
  EXPECT_EQ(message.items[0].place, "payments/api (main), config/prod.env:3");
  EXPECT_EQ(message.items[1].severity, "low");
  EXPECT_EQ(message.items[1].place, "payments/api (main)");
  EXPECT_EQ(message.more_items, "and 75 more secrets");
  EXPECT_TRUE(message.steps.empty());
  EXPECT_FALSE(message.repeat_note.empty());
}

TEST(Message, AnUnscannedPushTalksOfNoKey) {
  Alert alert;
  alert.type = AlertType::PushUnscanned;
  alert.summary = "The worker was killed twice by object 1f2e3d4c.";
  alert.locations = {sample_location()};
  Message message = make_message(alert);
  EXPECT_EQ(message.headline, "Not scanned: payments/api (main)");
  EXPECT_NE(message.lead.find("killed twice"), std::string::npos);
  EXPECT_EQ(message.lead.find("key"), std::string::npos);
  EXPECT_TRUE(message.steps.empty());
}

// Every line of every message: valid UTF-8, no controls, no direction tricks, bounded.
TEST(Message, HostileTextNeverBreaksALine) {
  std::mt19937_64 random(11);
  for (int i = 0; i < 1000; ++i) {
    Message message = make_message(hostile_alert(random), Repeat::Possible);
    std::vector<std::string> lines = {message.subject, message.headline, message.lead,
                                      message.caution, message.more_items};
    for (const MessageStep& step : message.steps) lines.push_back(step.text);
    for (const MessageFact& one : message.facts) {
      lines.push_back(one.name);
      lines.push_back(one.value);
    }
    for (const MessageItem& item : message.items) {
      lines.push_back(item.title + item.place + item.id);
    }
    for (const std::string& line : lines) {
      ASSERT_EQ(sanitize_for_header(line, 10000), line);
      ASSERT_LE(line.size(), 2500u);
    }
  }
}

}  // namespace
}  // namespace leakwarden::notifier
