// Bytes and the texts that readers made of them, through the whole text scanner.

#include "scanner/found_texts.h"

#include <gtest/gtest.h>

#include "scanner/text_scanner.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::planted_characters;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::value_of;

constexpr const char* kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

JudgedObject found_in(const std::string& bytes) {
  const ScanOptions options = builtin_options();
  Result<TextScanner> scanner = TextScanner::create(options);
  EXPECT_TRUE(scanner.ok());
  Result<JudgedObject> found = scanner->find(bytes);
  EXPECT_TRUE(found.ok());
  return std::move(*found);
}

std::string environment(const std::string& value, const std::string& type = "secret") {
  return "{\n \"values\": [\n  {\"key\": \"thing\", \"value\": \"" + value + "\", \"type\": \"" +
         type + "\"}\n ],\n \"_postman_variable_scope\": \"environment\"\n}\n";
}

TEST(FoundTexts, ASecretVariableIsAFindingWhateverItLooksLike) {
  const JudgedObject found = found_in(environment("kestrel 47"));
  ASSERT_EQ(found.kept.size(), 1u);
  const Finding& finding = found.kept[0].finding;
  EXPECT_EQ(finding.rule_id, "postman-environment-secret");
  EXPECT_EQ(value_of(finding), "kestrel 47");
  EXPECT_EQ(finding.decoded, std::vector<std::string>{"values"});
  EXPECT_EQ(finding.location.range.start_line, 3);
  EXPECT_EQ(finding.location.range.start_column, 30);
  EXPECT_EQ(finding.location.range.end_column, 39);
  ASSERT_FALSE(finding.advice.steps.empty());
  EXPECT_NE(finding.advice.steps[1].find("{{vault:"), std::string::npos);
}

TEST(FoundTexts, ReferencesAndEmptyValuesAreNone) {
  for (const char* value : {"", "{{vault:key}}", "{{key}}", "Bearer {{key}}"})
    EXPECT_TRUE(found_in(environment(value)).kept.empty()) << value;
  EXPECT_TRUE(found_in(environment("kestrel 47", "default")).kept.empty());
}

TEST(FoundTexts, AKnownKeyInASecretVariableKeepsItsRuleAndIsOne) {
  const std::string key = planted_github_token(5);
  const JudgedObject found = found_in(environment(key));
  ASSERT_EQ(found.kept.size(), 1u);
  EXPECT_EQ(found.kept[0].finding.rule_id, "github-personal-access-token");
  EXPECT_EQ(found.kept[0].finding.decoded, std::vector<std::string>{"values"});
}

TEST(FoundTexts, AnIdBesideASecretStaysWithIt) {
  const std::string secret = planted_characters(7, kLetters, 40);
  const JudgedObject found =
      found_in("User name,Access key ID,Secret access key\nanna," +
               leakwarden::testing::planted_aws_key_id(3) + "," + secret + "\n");
  ASSERT_EQ(found.kept.size(), 1u);
  const Finding& finding = found.kept[0].finding;
  EXPECT_EQ(finding.rule_id, "aws-secret-access-key-beside-id");
  EXPECT_EQ(finding.decoded, std::vector<std::string>{"row[2][\"Secret access key\"]"});
}

// Nothing beside the value says what it is; where it stands does.
TEST(FoundTexts, APasswordInATableStandsWhereItStands) {
  const std::string word = planted_characters(11, kLetters, 14);
  const JudgedObject found =
      found_in("Dienst;Benutzer;Kennwort\nFTP;anna;\nDATEV;tom;" + word + "\n");
  ASSERT_EQ(found.kept.size(), 1u);
  const Finding& finding = found.kept[0].finding;
  EXPECT_EQ(value_of(finding), word);
  EXPECT_EQ(finding.decoded, std::vector<std::string>{"row[3].Kennwort"});
  EXPECT_EQ(finding.location.range.start_line, 3);
  EXPECT_EQ(finding.location.range.start_column, 11);
  EXPECT_EQ(finding.location.range.end_column, 24);
}

TEST(FoundTexts, EscapedValuesAreWhatTheySay) {
  const JudgedObject found = found_in(environment("a\\\"b\\u0041c\\\\d"));
  ASSERT_EQ(found.kept.size(), 1u);
  EXPECT_EQ(value_of(found.kept[0].finding), "a\"bAc\\d");
  EXPECT_EQ(found.kept[0].finding.written.reveal(RevealFor::Matching), "a\\\"b\\u0041c\\\\d");
}

TEST(FoundTexts, AnEncodedValueIsPlacedWhereItIsWritten) {
  const JudgedObject found = found_in(
      "apiVersion: v1\nkind: Secret\ndata:\n  password: UTR4WnA5"
      "V21LN3ZU\n");  // Q4xZp9WmK7vT
  ASSERT_EQ(found.kept.size(), 1u);
  const Finding& finding = found.kept[0].finding;
  EXPECT_EQ(finding.decoded, (std::vector<std::string>{"data.password", "base64"}));
  EXPECT_EQ(finding.location.range.start_line, 4);
  EXPECT_EQ(finding.location.range.start_column, 13);
  EXPECT_EQ(finding.location.range.end_column, 28);
}

// Pure: two lists of findings that a provider and nobody in particular made.
TEST(FoundTexts, AProviderInTheBytesBeatsAGenericRuleInTheText) {
  const ScanOptions options = builtin_options();
  const auto match = [](const char* rule, std::uint64_t begin, std::uint64_t end) {
    Match made;
    made.finding.rule_id = rule;
    made.finding.secret = Secret::copy_of("value");
    made.secret = Span{begin, end};
    return made;
  };
  const std::string bytes = "0123456789 value 0123456789";
  JudgedObject raw;
  raw.kept.push_back(match("github-personal-access-token", 11, 16));
  FoundTexts found(*options.rules, bytes, std::move(raw));
  JudgedObject inside;
  inside.kept.push_back(match("generic-netrc", 0, 5));
  found.add(DecodedText::placed(Placing::SourceLines, {"here"}, "value", {{0, 11}}),
            std::move(inside));
  const JudgedObject one = std::move(found).finish();
  ASSERT_EQ(one.kept.size(), 1u);
  EXPECT_EQ(one.kept[0].finding.rule_id, "github-personal-access-token");
  EXPECT_EQ(one.kept[0].finding.decoded, std::vector<std::string>{"here"});
}

// A table's "token" column made a sure key of the row an unsure one, which is silent by default.
TEST(FoundTexts, NothingFoundInTheBytesBecomesLessSure) {
  const ScanOptions options = builtin_options();
  const auto match = [](Confidence confidence, std::uint64_t begin, std::uint64_t end) {
    Match made;
    made.finding.rule_id = "generic-assignment-quoted";
    made.finding.confidence = confidence;
    made.finding.secret = Secret::copy_of("value");
    made.secret = Span{begin, end};
    return made;
  };
  const auto settled = [&](Confidence in_bytes, Confidence in_text) {
    JudgedObject raw;
    raw.kept.push_back(match(in_bytes, 13, 16));
    FoundTexts found(*options.rules, "0123456789 value 0123456789", std::move(raw));
    JudgedObject inside;
    inside.kept.push_back(match(in_text, 0, 5));
    found.add(DecodedText::placed(Placing::SourceLines, {"here"}, "value", {{0, 11}}),
              std::move(inside));
    const JudgedObject all = std::move(found).finish();
    return all.kept.size() == 1 ? all.kept[0].finding.confidence : Confidence::Low;
  };
  EXPECT_EQ(settled(Confidence::Medium, Confidence::Low), Confidence::Medium);
  EXPECT_EQ(settled(Confidence::Low, Confidence::Medium), Confidence::Medium);
  EXPECT_EQ(settled(Confidence::High, Confidence::High), Confidence::High);
}

TEST(FoundTexts, WhatNoReaderSawStays) {
  const std::string key = planted_github_token(9);
  std::string bytes = environment("kestrel 47");
  bytes.insert(1, "\"name\": \"" + key + "\",");
  const JudgedObject found = found_in(bytes);
  ASSERT_EQ(found.kept.size(), 2u);
  EXPECT_EQ(value_of(found.kept[0].finding), key);
  EXPECT_TRUE(found.kept[0].finding.decoded.empty());
}

TEST(FoundTexts, GapsNameTheWayToThem) {
  const JudgedObject found = found_in("\x1F\x8B\x08 nonsense");
  ASSERT_EQ(found.gap_reasons.size(), 1u);
  EXPECT_EQ(found.gap_reasons[0].substr(0, 5), "gzip:");
}

TEST(FoundTexts, ManyVariablesCostNoMoreThanTheirSize) {
  std::string bytes = "{\"_postman_id\": \"1\", \"variable\": [";
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    bytes += (i == 0 ? "" : ",") +
             std::string("{\"key\": \"k\", \"type\": \"secret\", \"value\": \"") +
             planted_characters(i, kLetters, 9) + "\"}";
  }
  const JudgedObject found = found_in(bytes + "]}");
  EXPECT_EQ(found.kept.size(), 20'000u);
}

}  // namespace
}  // namespace leakwarden::scanner
