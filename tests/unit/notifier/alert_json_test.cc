#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "notifier/alert.h"
#include "scanner/base/sanitize.h"
#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

void expect_same_advice(const Advice& left, const Advice& right) {
  EXPECT_EQ(left.opens, right.opens);
  EXPECT_EQ(left.revoke_url, right.revoke_url);
  EXPECT_EQ(left.steps, right.steps);
  EXPECT_EQ(left.docs, right.docs);
}

void expect_same_incident(const AlertIncident& left, const AlertIncident& right) {
  EXPECT_EQ(left.id, right.id);
  EXPECT_EQ(left.first_place, right.first_place);
  EXPECT_EQ(left.state, right.state);
  EXPECT_EQ(left.fingerprint, right.fingerprint);
  EXPECT_EQ(left.mask, right.mask);
  EXPECT_EQ(left.rule_id, right.rule_id);
  EXPECT_EQ(left.rule_name, right.rule_name);
  EXPECT_EQ(left.provider, right.provider);
  EXPECT_EQ(left.severity, right.severity);
  EXPECT_EQ(left.confidence, right.confidence);
  EXPECT_EQ(left.verified, right.verified);
  EXPECT_EQ(left.visibility, right.visibility);
  EXPECT_EQ(left.team, right.team);
  EXPECT_EQ(left.first_seen, right.first_seen);
  EXPECT_EQ(left.facts, right.facts);
  EXPECT_EQ(left.note, right.note);
  expect_same_advice(left.advice, right.advice);
}

void expect_same_location(const AlertLocation& left, const AlertLocation& right) {
  EXPECT_EQ(left.incident, right.incident);
  EXPECT_EQ(left.kind, right.kind);
  EXPECT_EQ(left.repository, right.repository);
  EXPECT_EQ(left.path, right.path);
  EXPECT_EQ(left.commit, right.commit);
  EXPECT_EQ(left.blob, right.blob);
  EXPECT_EQ(left.refs, right.refs);
  EXPECT_EQ(left.line, right.line);
  EXPECT_EQ(left.column, right.column);
  EXPECT_EQ(left.author, right.author);
  EXPECT_EQ(left.email, right.email);
  EXPECT_EQ(left.date, right.date);
  EXPECT_EQ(left.pusher, right.pusher);
  EXPECT_EQ(left.link, right.link);
}

void expect_same(const Alert& left, const Alert& right) {
  EXPECT_EQ(left.id, right.id);
  EXPECT_EQ(left.group, right.group);
  EXPECT_EQ(left.type, right.type);
  EXPECT_EQ(left.created, right.created);
  expect_same_incident(left.incident, right.incident);
  ASSERT_EQ(left.locations.size(), right.locations.size());
  for (std::size_t i = 0; i < left.locations.size(); ++i) {
    expect_same_location(left.locations[i], right.locations[i]);
  }
  EXPECT_EQ(left.more_locations, right.more_locations);
  ASSERT_EQ(left.digest.size(), right.digest.size());
  for (std::size_t i = 0; i < left.digest.size(); ++i) {
    expect_same_incident(left.digest[i], right.digest[i]);
  }
  EXPECT_EQ(left.more_incidents, right.more_incidents);
  EXPECT_EQ(left.summary, right.summary);
}

Alert full_alert() {
  Alert alert = sample_alert(AlertType::IncidentReopened);
  alert.created += std::chrono::milliseconds(123);
  alert.incident.verified = Verified::Live;
  alert.incident.confidence = Confidence::Low;
  alert.incident.note = "ana: rotated – \"done\"";
  alert.locations.push_back(sample_location());
  alert.locations[1].kind = PlaceKind::TagMessage;
  alert.locations[1].incident = "inc-7f3a";
  alert.more_locations = 18446744073709551615u;
  alert.digest = {sample_incident("inc-1"), sample_incident("inc-2")};
  alert.more_incidents = 7;
  alert.summary = "two keys";
  return alert;
}

TEST(AlertJson, RoundTripKeepsEveryField) {
  Alert alert = full_alert();
  std::optional<Alert> back = decode_alert(encode_alert(alert));
  ASSERT_TRUE(back);
  expect_same(alert, *back);
}

TEST(AlertJson, RoundTripKeepsEveryEnumerator) {
  for (std::size_t i = 0; i < kAlertTypes; ++i) {
    Alert alert = sample_alert(static_cast<AlertType>(i));
    alert.incident.severity = static_cast<Severity>(i % 4);
    alert.incident.confidence = static_cast<Confidence>(i % 3);
    alert.incident.verified = static_cast<Verified>(i % 4);
    alert.locations[0].kind = static_cast<PlaceKind>(i);
    std::optional<Alert> back = decode_alert(encode_alert(alert));
    ASSERT_TRUE(back);
    expect_same(alert, *back);
  }
}

TEST(AlertJson, HostileTextSurvivesAsValidUtf8) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 300; ++i) {
    Alert alert = hostile_alert(random);
    std::string json = encode_alert(alert);
    EXPECT_EQ(valid_utf8(json), json);
    std::optional<Alert> back = decode_alert(json);
    ASSERT_TRUE(back);
    EXPECT_EQ(back->summary, valid_utf8(alert.summary));
    EXPECT_EQ(back->locations[0].path, valid_utf8(alert.locations[0].path));
    EXPECT_EQ(encode_alert(*back), json);
  }
}

TEST(AlertJson, EveryListAndTextIsBounded) {
  Alert alert = full_alert();
  alert.more_locations = 10;
  alert.locations.assign(1000, sample_location());
  alert.locations[0].refs.assign(1000, "refs/heads/x");
  alert.locations[0].path = std::string(3000, 'p') + std::string(3000, '\xc3') + "é";
  alert.digest.assign(1000, sample_incident());
  alert.incident.advice.steps.assign(1000, "step");
  for (int i = 0; i < 1000; ++i) alert.incident.facts["k" + std::to_string(i)] = "v";
  std::optional<Alert> back = decode_alert(encode_alert(alert));
  ASSERT_TRUE(back);
  EXPECT_EQ(back->locations.size(), 25u);
  EXPECT_EQ(back->more_locations, 985u);
  EXPECT_EQ(back->locations[0].refs.size(), kMaxAlertRefs);
  EXPECT_LE(back->locations[0].path.size(), kMaxAlertTextBytes);
  EXPECT_EQ(back->digest.size(), 25u);
  EXPECT_EQ(back->more_incidents, 982u);
  EXPECT_EQ(back->incident.advice.steps.size(), kMaxAlertSteps);
  EXPECT_EQ(back->incident.facts.size(), kMaxAlertFacts);
}

TEST(AlertJson, ForgedRowsWithLongListsAreCutWhenRead) {
  nlohmann::json row = nlohmann::json::parse(encode_alert(sample_alert()));
  for (int i = 0; i < 500; ++i) row["locations"].push_back(row["locations"][0]);
  for (int i = 0; i < 500; ++i) row["locations"][0]["refs"].push_back("refs/heads/y");
  std::optional<Alert> back = decode_alert(row.dump());
  ASSERT_TRUE(back);
  EXPECT_EQ(back->locations.size(), kMaxAlertLocations);
  EXPECT_EQ(back->locations[0].refs.size(), kMaxAlertRefs);
}

TEST(AlertJson, DamagedRowsAreNoAlert) {
  std::string good = encode_alert(full_alert());
  for (std::size_t cut = 0; cut < good.size(); cut += 7) {
    EXPECT_FALSE(decode_alert(good.substr(0, cut)));
  }
  for (const char* bad : {"", "null", "[]", "{}", "{\"type\":\"nonsense\"}", "{\"type\":7}"}) {
    EXPECT_FALSE(decode_alert(bad)) << bad;
  }
  std::string deep =
      "{\"type\":\"test\",\"x\":" + std::string(100000, '[') + std::string(100000, ']') + "}";
  EXPECT_FALSE(decode_alert(deep));
  EXPECT_FALSE(decode_alert(std::string(kMaxAlertJsonBytes + 1, ' ')));
}

TEST(AlertJson, WrongTypesAndMissingKeysReadAsEmpty) {
  std::optional<Alert> back = decode_alert(
      R"({"type":"incident.opened","id":5,"created_ms":"x","incident":[1],)"
      R"("locations":[1,{"line":"x","refs":{},"kind":"nowhere"}],"more_locations":-4})");
  ASSERT_TRUE(back);
  EXPECT_EQ(back->id, "");
  EXPECT_EQ(unix_seconds(back->created), 0);
  ASSERT_EQ(back->locations.size(), 1u);
  EXPECT_EQ(back->locations[0].line, 0);
  EXPECT_EQ(back->locations[0].kind, PlaceKind::Blob);
  EXPECT_EQ(back->more_locations, 0u);
}

}  // namespace
}  // namespace leakwarden::notifier
