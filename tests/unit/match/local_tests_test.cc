#include "scanner/match/local_tests.h"

#include "tests/support/planted.h"
#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

constexpr std::int64_t kNow = 1'790'000'000;  // September 2026

// The reason for a text that is nothing but its secret, or has `left` before it.
Reason judge(Rule rule, const std::string& value, const std::string& left = "") {
  std::vector<Rule> rules{std::move(rule)};
  LocalTests tests = LocalTests::create(rules, kNow).value();
  Candidate candidate;
  candidate.match = candidate.secret = {left.size(), left.size() + value.size()};
  return tests.judge(0, left + value, candidate);
}

TEST(LocalTests, KeepsWhatPasses) {
  EXPECT_EQ(judge(Rule{}, "q7Rk2vXw9LmZ"), Reason::Kept);
}

TEST(LocalTests, AsksForContext) {
  Rule rule;
  rule.context = {{"acme"}, 10};
  EXPECT_EQ(judge(rule, "q7Rk2vXw9LmZ", "ACME key="), Reason::Kept);
  EXPECT_EQ(judge(rule, "q7Rk2vXw9LmZ", "other key="), Reason::NoContext);
}

TEST(LocalTests, DropsPlaceholders) {
  Rule rule;
  rule.placeholders = {"q7…"};
  EXPECT_EQ(judge(rule, "q7Rk2vXw9LmZ"), Reason::Placeholder);
  EXPECT_EQ(judge(Rule{}, "xxxxxxxxxxxx"), Reason::Placeholder);
  EXPECT_EQ(judge(Rule{}, "${PASSWORD}"), Reason::Placeholder);
}

TEST(LocalTests, ChecksChecksums) {
  Rule rule;
  rule.checksum = "crc32-base62";
  std::string token = leakwarden::testing::planted_github_token(1);
  EXPECT_EQ(judge(rule, token), Reason::Kept);
  token.back() = token.back() == 'a' ? 'b' : 'a';
  EXPECT_EQ(judge(rule, token), Reason::BadChecksum);
}

TEST(LocalTests, ChecksStructureAgainstItsClock) {
  Rule rule;
  rule.checksum = "objectid-time";
  std::string key = leakwarden::testing::planted_postman_key(1);
  EXPECT_EQ(judge(rule, key), Reason::Kept);
  key.replace(5, 8, "ffff1c0d");  // the year 2106
  EXPECT_EQ(judge(rule, key), Reason::BadStructure);
}

TEST(LocalTests, AsksForEntropy) {
  Rule rule;
  rule.entropy = 3.0;
  EXPECT_EQ(judge(rule, "q7Rk2vXw9LmZ"), Reason::Kept);
  EXPECT_EQ(judge(rule, "qqRkRkqRqkRqqkkR"), Reason::LowEntropy);
}

TEST(LocalTests, TheFirstFailedTestNamesTheDrop) {
  Rule rule;
  rule.context = {{"acme"}, 10};
  rule.checksum = "crc32-base62";
  rule.entropy = 3.0;
  EXPECT_EQ(judge(rule, "ghp_xxxxxxxxxxxxxxxxxxxx"), Reason::NoContext);
  EXPECT_EQ(judge(rule, "ghp_xxxxxxxxxxxxxxxxxxxx", "acme="), Reason::Placeholder);
  EXPECT_EQ(judge(rule, "ghp_qqRkRkqRqkRqqkkRqkR", "acme="), Reason::BadChecksum);
}

TEST(PlaceholderOf, LooksAtTheUserOfAUrl) {
  std::string text = "ann:ann@db";
  std::vector<Companion> companions{{"user", {0, 3}}, {"host", {8, 10}}};
  EXPECT_EQ(placeholder_of(Rule{}, text, {4, 7}, companions), PlaceholderKind::UrlStandIn);
  companions.pop_back();  // without a host it is no URL
  EXPECT_EQ(placeholder_of(Rule{}, text, {4, 7}, companions), PlaceholderKind::None);
  EXPECT_EQ(placeholder_of(Rule{}, text, {4, 7}, {}), PlaceholderKind::None);
  std::string other = "ann:q7R@db";
  companions.push_back({"host", {8, 10}});
  EXPECT_EQ(placeholder_of(Rule{}, other, {4, 7}, companions), PlaceholderKind::None);
}

// Bug: an Asaas key of letters and digits alone was taken for a shell variable.
TEST(PlaceholderOf, AKeyThatBeginsWithADollarIsNoVariable) {
  const std::string value = "$aact_prod_000Mzk4MDYxZjY4YzcxZGUw";
  const Span whole{0, value.size()};
  Rule rule;
  rule.pattern = R"((?P<secret>\$aact_[0-9A-Za-z_]{20,90}))";
  EXPECT_EQ(placeholder_of(rule, value, whole, {}), PlaceholderKind::None);
  const std::string filler = "$aact_prod_000abcdefghijklmnopqrstu";
  EXPECT_EQ(placeholder_of(rule, filler, {0, filler.size()}, {}), PlaceholderKind::Filler);
  rule.pattern = "(?P<secret>[$0-9A-Za-z_]{20,90})";
  EXPECT_EQ(placeholder_of(rule, value, whole, {}), PlaceholderKind::Reference);
}

TEST(LocalTests, ARunThatTheFormItselfHoldsIsNoFiller) {
  Rule rule;
  rule.pattern = "(?P<secret>MD[A-Za-z]EEPgA{12}E[A-Za-z0-9]{8})";
  const std::string value = "MDoEEPg" + std::string(12, 'A') + "Ew7kQ2vXz";
  EXPECT_EQ(judge(rule, value), Reason::Kept);
  EXPECT_EQ(judge(rule, "MDoEEPg" + std::string(12, 'A') + "Eabcdefgh"), Reason::Placeholder)
      << "the rest counts up";
  rule.pattern = "(?P<secret>MD[A-Za-z0-9]{24})";  // a repeated class holds no run
  EXPECT_EQ(judge(rule, value), Reason::Placeholder);
  rule.pattern = "(?P<secret>MD\\d{12}A{3}[A-Za-z0-9]{24})";  // nor do digits, or three
  EXPECT_EQ(judge(rule, value), Reason::Placeholder);
}

TEST(LocalTests, WhatAJudgedFamilyFindsIsForTheJudgeUnlessListed) {
  Rule family = prefix_rule("family", "", "[a-z]{8}", 8);
  family.judging = Judging::Credential;
  family.placeholders = {"listedit"};
  const auto kind = [&](Confidence confidence, std::string_view value) {
    family.confidence = confidence;
    return placeholder_of(family, value, Span{0, value.size()}, {});
  };
  EXPECT_EQ(kind(Confidence::Low, "changeme"), PlaceholderKind::None);
  EXPECT_EQ(kind(Confidence::Low, "aaaaaaaa"), PlaceholderKind::None);
  EXPECT_EQ(kind(Confidence::Low, "listedit"), PlaceholderKind::Listed);
  EXPECT_EQ(kind(Confidence::Medium, "changeme"), PlaceholderKind::Word);
}

TEST(LocalTests, WhatAnAssignedRuleNamesIsForTheJudgeUnlessListed) {
  Rule assigned;
  assigned.assigned = true;
  assigned.placeholders = {"listed…"};
  EXPECT_EQ(judge(assigned, "abcd1234abcd1234abcd1234abcd1234"), Reason::Kept);
  EXPECT_EQ(judge(assigned, "listed1234"), Reason::Placeholder);
}

// "PuTTY-User-Key-File-2: … Comment: dummy-key" is a key with a comment.
TEST(LocalTests, AWordInABlockSaysNothing) {
  Rule block;
  block.locality = Locality::Object;
  EXPECT_EQ(judge(block, "Comment: dummy-key Private-Lines: 14"), Reason::Kept);
  EXPECT_EQ(judge(block, "${PRIVATE_KEY}"), Reason::Placeholder);
  EXPECT_EQ(judge(Rule{}, "Comment: dummy-key Private-Lines: 14"), Reason::Placeholder);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
