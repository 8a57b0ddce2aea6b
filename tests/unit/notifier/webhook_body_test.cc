#include "notifier/channels/webhook_body.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "scanner/base/sanitize.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using nlohmann::json;

TEST(WebhookBody, IsShapedAsTheInterfaceSays) {
  json body = json::parse(webhook_body(sample_alert()));
  EXPECT_EQ(body["type"], "incident.opened");
  EXPECT_EQ(body["timestamp"], "2025-11-25T15:00:00Z");
  EXPECT_EQ(body.size(), 3u);
  const json& incident = body["data"]["incident"];
  EXPECT_EQ(incident["id"], "inc-7f3a");
  EXPECT_EQ(incident["fingerprint"], sample_incident().fingerprint);
  EXPECT_EQ(incident["secret"], "PMAK…");
  EXPECT_EQ(incident["severity"], "critical");
  EXPECT_EQ(incident["verified"], "unchecked");
  EXPECT_EQ(incident["facts"]["created"], "2023-09-01T10:00:00Z");
  ASSERT_EQ(body["data"]["findings"].size(), 1u);
  const json& finding = body["data"]["findings"][0];
  EXPECT_EQ(finding["repository"], "payments/api");
  EXPECT_EQ(finding["path"], "config/prod.env");
  EXPECT_EQ(finding["start_line"], 3);
  EXPECT_EQ(finding["start_column"], 9);
  EXPECT_EQ(finding["kind"], "blob");
  EXPECT_EQ(finding["refs"], json({"refs/heads/main"}));
  EXPECT_EQ(finding["introduced_by"], "ana");
  const json& advice = body["data"]["advice"];
  EXPECT_EQ(advice["revoke_url"], "https://go.postman.co/settings/me/api-keys");
  EXPECT_EQ(advice["steps"].size(), 3u);
  EXPECT_NE(advice["summary"].get<std::string>().find("Postman API key PMAK…"), std::string::npos);
}

TEST(WebhookBody, WhatDoesNotApplyIsAbsent) {
  Alert alert = sample_alert();
  alert.locations[0] = AlertLocation();
  alert.incident.facts.clear();
  json body = json::parse(webhook_body(alert));
  const json& finding = body["data"]["findings"][0];
  for (const char* key : {"path", "start_line", "commit", "author", "refs", "link", "incident"}) {
    EXPECT_FALSE(finding.contains(key)) << key;
  }
  EXPECT_FALSE(body["data"]["incident"].contains("facts"));
  EXPECT_FALSE(body["data"].contains("more_findings"));
}

TEST(WebhookBody, ADigestListsItsIncidents) {
  Alert alert = sample_alert(AlertType::Digest);
  alert.incident = AlertIncident();
  alert.digest = {sample_incident("inc-1"), sample_incident("inc-2")};
  alert.more_incidents = 9;
  alert.summary = "11 leaked secrets";
  json data = json::parse(webhook_body(alert))["data"];
  EXPECT_TRUE(data["incident"].is_null());
  EXPECT_EQ(data["incidents"].size(), 2u);
  EXPECT_EQ(data["more_incidents"], 9);
  EXPECT_EQ(data["summary"], "11 leaked secrets");
}

TEST(WebhookBody, StaysBelowTwentyKilobytesAndCountsWhatItDropped) {
  std::mt19937_64 random(12);
  for (int i = 0; i < 3; ++i) {
    Alert alert = sample_alert();
    alert.locations.assign(25, sample_location());
    alert.digest.assign(25, sample_incident());
    for (AlertLocation& location : alert.locations) {
      location.path =
          std::string(4000, static_cast<char>(1 + random() % 31));  // \u00XX: six bytes each
      location.link = std::string(4000, 'l');
      location.refs.assign(20, std::string(4000, 'r'));
    }
    for (AlertIncident& incident : alert.digest) incident.note = std::string(4000, 'n');
    std::string body = webhook_body(alert);
    EXPECT_LE(body.size(), kMaxWebhookBody);
    json data = json::parse(body)["data"];
    EXPECT_EQ(data["findings"].size() + data["more_findings"].get<std::size_t>(), 25u);
  }
}

TEST(WebhookBody, HostileTextIsValidJsonWithTheSameText) {
  std::mt19937_64 random(13);
  for (int i = 0; i < 500; ++i) {
    Alert alert = hostile_alert(random);
    json body = json::parse(webhook_body(alert));
    EXPECT_EQ(valid_utf8(body.dump()), body.dump());
    std::string path =
        body["data"]["findings"].empty() ? "" : body["data"]["findings"][0].value("path", "");
    std::string expected = valid_utf8(alert.locations[0].path);
    EXPECT_EQ(path.substr(0, 100), expected.substr(0, 100));
    std::string url = body["data"]["advice"]["revoke_url"];
    EXPECT_TRUE(url.empty() || url.compare(0, 4, "http") == 0) << url;
  }
}

// A path with U+202E once stood in the body as it was: whoever looked at it read another name.
TEST(WebhookBody, WhatDeceivesTheEyeIsEscapedAndTheValueStays) {
  // A right-to-left override, an isolate, a C1 control, a zero-width space, a mark, a tag letter.
  std::string path = "a\u202E\u2066\u0085\u200B\uFEFF\U000E0041ä.env";
  Alert alert = sample_alert();
  alert.locations[0].path = path;
  alert.incident.facts = {{"k\u202Dey", "v\u061C\x7F"}};
  for (JsonLayout layout : {JsonLayout::Compact, JsonLayout::Indented}) {
    std::string body = webhook_body(alert, layout);
    EXPECT_NE(body.find(R"(a\u202e\u2066\u0085\u200b\ufeff\udb40\udc41ä.env)"), std::string::npos)
        << body;
    EXPECT_NE(body.find(R"("k\u202dey")"), std::string::npos);
    json data = json::parse(body)["data"];
    EXPECT_EQ(data["findings"][0]["path"], path);
    EXPECT_EQ(data["incident"]["facts"]["k\u202Dey"], "v\u061C\x7F");
  }
}

TEST(WebhookBody, IndentedIsTheSame) {
  EXPECT_EQ(json::parse(webhook_body(sample_alert(), JsonLayout::Indented)),
            json::parse(webhook_body(sample_alert())));
}

}  // namespace
}  // namespace leakwarden::notifier
