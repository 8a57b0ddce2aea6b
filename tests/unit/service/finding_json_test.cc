#include "service/store/finding_json.h"

#include <gtest/gtest.h>

namespace leakwarden::service {
namespace {

Finding whole() {
  Finding finding;
  finding.rule_id = "postman-api-key";
  finding.rule_name = "Postman API key";
  finding.provider = "Postman";
  finding.severity = Severity::Critical;
  finding.confidence = Confidence::Medium;
  finding.scope = "API_KEY";
  finding.fingerprint = "s1-0123";
  finding.facts = {{"created", "2023-09-01"}, {"account", "42"}};
  finding.decoded = {"base64", "zip:inner/conf.ini"};
  finding.reasons = {"right shape", "checksum holds"};
  finding.verified = Verified::Live;
  finding.masked_line = "API_KEY=PMAK…";
  finding.advice = {
      "everything", "https://example.com", {"one", "two"}, "https://example.com/docs"};
  return finding;
}

TEST(FindingJson, ComesBackEqual) {
  Finding back = decode_finding(encode_finding(whole()));
  EXPECT_EQ(encode_finding(back), encode_finding(whole()));
  EXPECT_EQ(back.rule_name, "Postman API key");
  EXPECT_EQ(back.severity, Severity::Critical);
  EXPECT_EQ(back.confidence, Confidence::Medium);
  EXPECT_EQ(back.verified, Verified::Live);
  EXPECT_EQ(back.facts, whole().facts);
  EXPECT_EQ(back.decoded, whole().decoded);
  EXPECT_EQ(back.reasons, whole().reasons);
  EXPECT_EQ(back.advice.steps, whole().advice.steps);
  EXPECT_EQ(back.advice.docs, "https://example.com/docs");
}

TEST(FindingJson, HoldsNoValue) {
  Finding finding = whole();
  finding.secret = Secret::copy_of("the value itself");
  EXPECT_EQ(encode_finding(finding).find("the value"), std::string::npos);
}

TEST(FindingJson, HostileTextIsBoundedAndValid) {
  Finding finding = whole();
  finding.masked_line = std::string("\xff\x00\x1b", 3) + std::string(100'000, 'x');
  for (int i = 0; i < 1000; ++i) finding.facts["k" + std::to_string(i)] = "v";
  std::string json = encode_finding(finding);
  EXPECT_LT(json.size(), 20'000u);
  EXPECT_LE(decode_finding(json).facts.size(), 20u);
  EXPECT_LE(decode_finding(json).masked_line.size(), 4200u);
}

TEST(FindingJson, WhatCannotBeReadIsDefault) {
  for (const char* text : {"", "[", "null", "[1]", R"({"severity": 5, "facts": [1],
       "decoded": {"a": 1}, "advice": 3, "rule_id": 4, "verified": "maybe"})"}) {
    Finding finding = decode_finding(text);
    EXPECT_EQ(finding.rule_id, "");
    EXPECT_EQ(finding.severity, Severity::High);
    EXPECT_TRUE(finding.facts.empty());
    EXPECT_EQ(finding.verified, Verified::Unchecked);
  }
}

TEST(FindingJson, TextLists) {
  EXPECT_EQ(decode_texts(encode_texts({"a", "", "\"x\""})),
            (std::vector<std::string>{"a", "", "\"x\""}));
  EXPECT_TRUE(decode_texts("{").empty());
  EXPECT_TRUE(decode_texts("{\"a\": 1}").empty());
}

}  // namespace
}  // namespace leakwarden::service
