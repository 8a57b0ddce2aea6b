// Samples are written by hand from the formats' descriptions; Kingfisher 2.14 was also run and
// read.

#include "scanner/report/peer_report.h"

#include <gtest/gtest.h>

#include <chrono>

namespace leakwarden::scanner {
namespace {

PeerReport read(const std::string& text) {
  Result<PeerReport> report = read_peer_report(text, "report");
  EXPECT_TRUE(report.ok()) << report.error().message();
  return report.ok() ? std::move(*report) : PeerReport{};
}

ErrorKind error_of(const std::string& text) {
  const Result<PeerReport> report = read_peer_report(text, "report");
  EXPECT_FALSE(report.ok());
  return report.ok() ? ErrorKind::Io : report.error().kind;
}

std::string described(const PeerFinding& finding) {
  return finding.rule + " " + std::string(finding.value.reveal(RevealFor::Matching)) + " " +
         finding.path + ":" + std::to_string(finding.line) + " " + finding.commit;
}

TEST(PeerReport, Gitleaks) {
  const PeerReport report = read(R"([
 {
  "RuleID": "generic-api-key", "Description": "x", "StartLine": 3, "EndLine": 3,
  "StartColumn": 2, "EndColumn": 9, "Match": "key = \"abc-def\"", "Secret": "abc-def",
  "File": "config/a.env", "SymlinkFile": "", "Commit": "0123abcd", "Entropy": 3.5,
  "Author": "A", "Email": "a@b", "Date": "2024-01-01T00:00:00Z", "Message": "m", "Tags": [],
  "Fingerprint": "0123abcd:config/a.env:generic-api-key:3"
 },
 {"RuleID": "other", "Secret": "REDACTED", "File": "b", "StartLine": 1, "Commit": "", "Tags": ["a", "b"]}
])");
  EXPECT_EQ(report.tool, "gitleaks");
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_EQ(described(report.findings[0]), "generic-api-key abc-def config/a.env:3 0123abcd");
  EXPECT_EQ(described(report.findings[1]), "other  b:1 ");
}

TEST(PeerReport, TruffleHogLines) {
  const PeerReport report = read(
      R"({"SourceMetadata":{"Data":{"Git":{"commit":"99aa","file":"a.py","email":"x","repository":"r","timestamp":"t","line":12}}},"SourceName":"s","DetectorName":"Github","DecoderName":"PLAIN","Verified":false,"Raw":"one-value","RawV2":"","Redacted":"","ExtraData":null})"
      "\n"
      R"({"SourceMetadata":{"Data":{"Filesystem":{"file":"b.py","line":1}}},"DetectorName":"AWS","Raw":"two","RawV2":"two:three"})"
      "\n");
  EXPECT_EQ(report.tool, "TruffleHog");
  ASSERT_EQ(report.findings.size(), 2u);
  EXPECT_EQ(described(report.findings[0]), "Github one-value a.py:12 99aa");
  EXPECT_EQ(described(report.findings[1]), "AWS two b.py:1 ");
}

TEST(PeerReport, KingfisherInBothForms) {
  const std::string finding =
      R"({"rule":{"name":"GitHub","id":"kingfisher.github.1"},"finding":{"snippet":"v4lue","path":"repo","line":7,"git_metadata":{"commit":{"id":"77"},"file":{"path":"c.env"}}}})";
  const std::string expected = "kingfisher.github.1 v4lue c.env:7 77";
  for (const std::string& text : {finding + "\n" + finding, R"({"findings": [)" + finding + ",\n" +
                                                                finding + R"(], "x": 1})"}) {
    const PeerReport report = read(text);
    EXPECT_EQ(report.tool, "Kingfisher");
    ASSERT_EQ(report.findings.size(), 2u);
    EXPECT_EQ(described(report.findings[1]), expected);
  }
}

TEST(PeerReport, Sarif) {
  const PeerReport report = read(R"({
 "$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0",
 "runs": [{"tool": {"driver": {"name": "x", "rules": [{"id": "rule-a"}]}},
  "results": [{"ruleId": "rule-a", "message": {"text": "m"},
   "locations": [{"physicalLocation": {"artifactLocation": {"uri": "dir/a%20b.txt"},
     "region": {"startLine": 4, "snippet": {"text": "the-value"}}}},
    {"physicalLocation": {"artifactLocation": {"uri": "elsewhere"}}}],
   "partialFingerprints": {"commitSha": "55"}}]}]})");
  EXPECT_EQ(report.tool, "SARIF");
  ASSERT_EQ(report.findings.size(), 1u);
  EXPECT_EQ(described(report.findings[0]), "rule-a the-value dir/a b.txt:4 55");
}

TEST(PeerReport, ReportsOfNothing) {
  for (const char* text : {"", "\n", "[]", R"({"findings": []})",
                           R"({"version": "2.1.0", "runs": [{"results": []}]})"})
    EXPECT_TRUE(read(text).findings.empty()) << text;
}

TEST(PeerReport, WhatIsNoReport) {
  EXPECT_EQ(error_of("hello"), ErrorKind::Invalid);
  EXPECT_EQ(error_of(R"([{"RuleID": "a", "Secret": )"), ErrorKind::Invalid) << "cut short";
  EXPECT_EQ(error_of(R"([{"name": "a"}])"), ErrorKind::Invalid);
  EXPECT_EQ(error_of("{\"RuleID\": \"a\"}\nnot JSON\n"), ErrorKind::Invalid);
}

TEST(PeerReport, AnErrorHoldsNoContent) {
  const Result<PeerReport> report = read_peer_report(R"([{"RuleID": "a", "Secret": "abc)", "r");
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().message().find("abc"), std::string::npos);
}

TEST(PeerReport, HostileOnesEndQuickly) {
  const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
  EXPECT_EQ(error_of(std::string(1'000'000, '[')), ErrorKind::TooLarge);
  std::string deep;
  for (int i = 0; i < 100'000; ++i) deep += "{\"\":";
  EXPECT_EQ(error_of(deep), ErrorKind::TooLarge);
  std::string wide = "[{";
  for (int i = 0; i < 1000; ++i) wide += "\"k" + std::to_string(i) + "\": \"v\",";
  EXPECT_EQ(error_of(wide + "\"RuleID\": \"a\"}]"), ErrorKind::TooLarge);
  EXPECT_EQ(error_of("[{\"RuleID\": \"" + std::string(2 << 20, 'a') + "\"}]"), ErrorKind::TooLarge);
  EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(5));
}

TEST(PeerReport, OurOwnLinesAndDocument) {
  const std::string finding =
      R"({"rule_id":"postman-api-key","rule_name":"Postman API key","severity":"critical",)"
      R"("repository":"a","path":"x","start_line":3,"other_lines":[9],"commit":"c1",)"
      R"("secret":"PMAK…","fingerprint":"s1-77","suppressed":{"by":"inline"}})";
  const std::string summary = R"("summary":{"outcome":"partial","skipped":[{"what":"b"}]})";
  const PeerReport lines = read(finding + "\n{" + summary + "}\n");
  const PeerReport document =
      read(R"({"schema_version":1,"tool":{"name":"leakwarden"},"findings":[)" + finding + "]," +
           summary + "}");
  for (const PeerReport& report : {lines, document}) {
    EXPECT_EQ(report.tool, "Leakwarden");
    EXPECT_EQ(report.outcome, "partial");
    ASSERT_EQ(report.findings.size(), 1u);
    EXPECT_EQ(described(report.findings[0]), "postman-api-key  x:3 c1");
    EXPECT_EQ(report.findings[0].fingerprint, "s1-77");
    EXPECT_EQ(report.findings[0].mask, "PMAK…");
    EXPECT_EQ(report.findings[0].severity, "critical");
    EXPECT_TRUE(report.findings[0].suppressed);
  }
}

TEST(PeerReport, OurOwnOfNothing) {
  EXPECT_EQ(read(R"({"summary":{"outcome":"clean"}})").outcome, "clean");
  EXPECT_EQ(read(R"({"schema_version":1,"findings":[],"summary":{"outcome":"clean"}})").outcome,
            "clean");
}

}  // namespace
}  // namespace leakwarden::scanner
