#include "scanner/match/confidence.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/match/verdict_parts.h"

namespace leakwarden::scanner::testing {
namespace {

bool says(const Certainty& certainty, std::string_view words) {
  return std::any_of(certainty.reasons.begin(), certainty.reasons.end(),
                     [words](const std::string& one) { return one.find(words) != one.npos; });
}

TEST(Confidence, IsTheRulesWithoutMore) {
  Rule rule = named_rule("acme-key");
  rule.confidence = Confidence::Medium;
  Certainty certainty = certainty_of(rule, "q7Rk2vXw", verdict_at(0, 0, 8));
  EXPECT_EQ(certainty.confidence, Confidence::Medium);
  EXPECT_TRUE(says(certainty, "acme-key"));
  EXPECT_TRUE(says(certainty, "placeholder"));
}

TEST(Confidence, ARightChecksumMakesItHigh) {
  Rule rule = named_rule("acme-key");
  rule.confidence = Confidence::Low;
  rule.checksum = "crc32-base62";
  Certainty certainty = certainty_of(rule, "q7Rk2vXw", verdict_at(0, 0, 8));
  EXPECT_EQ(certainty.confidence, Confidence::High);
  EXPECT_TRUE(says(certainty, "checksum"));
}

TEST(Confidence, StructureIsNamedAndMovesNothing) {
  Rule rule = named_rule("acme-key");
  rule.confidence = Confidence::Medium;
  rule.checksum = "ulid";
  Certainty certainty = certainty_of(rule, "q7Rk2vXw", verdict_at(0, 0, 8));
  EXPECT_EQ(certainty.confidence, Confidence::Medium);
  EXPECT_TRUE(says(certainty, "decodes"));
}

TEST(Confidence, NamesContextAndEntropy) {
  Rule rule = named_rule("acme-key");
  rule.context = {{"amazon", "acme"}, 20};
  rule.entropy = 2.5;
  Certainty certainty = certainty_of(rule, "acme abcdefgh", verdict_at(0, 5, 13));
  EXPECT_TRUE(says(certainty, "\"acme\" stands near it"));
  EXPECT_TRUE(says(certainty, "3.0 bits"));
  EXPECT_TRUE(says(certainty, "at least 2.5"));
}

Certainty of_url(const std::string& host) {
  std::string text = "ann:q7Rk2vXw@" + host;
  LocalVerdict verdict = verdict_at(0, 4, 12);
  verdict.companions = {{"user", {0, 3}}, {"host", {13, text.size()}}};
  return certainty_of(named_rule("generic-url", "Generic"), text, verdict);
}

TEST(Confidence, AReservedHostMakesItLow) {
  EXPECT_EQ(of_url("db.corp.net").confidence, Confidence::High);
  EXPECT_EQ(of_url("db.example.com").confidence, Confidence::Low);
  EXPECT_TRUE(says(of_url("db.example.com"), "documentation"));
  EXPECT_EQ(of_url("localhost").confidence, Confidence::Low);
  EXPECT_TRUE(says(of_url("127.0.0.1"), "machine itself"));
}

TEST(HostKind, Table) {
  for (const char* host : {"example.com", "EXAMPLE.org", "a.b.example.net", "db.test", "x.invalid",
                           "example", "host.example"}) {
    EXPECT_EQ(host_kind(host), HostKind::Documentation) << host;
  }
  for (const char* host :
       {"localhost", "LOCALHOST", "app.localhost", "127.0.0.1", "127.1.2.3", "0.0.0.0"}) {
    EXPECT_EQ(host_kind(host), HostKind::ThisMachine) << host;
  }
  for (const char* host :
       {"", "myexample.com", "example.com.evil.io", "latest", "db", "10.0.0.1", "mylocalhost"}) {
    EXPECT_EQ(host_kind(host), HostKind::Ordinary) << host;
  }
}

}  // namespace
}  // namespace leakwarden::scanner::testing
