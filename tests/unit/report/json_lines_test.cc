#include <algorithm>
#include <sstream>

#include "scanner/base/fingerprint.h"
#include "scanner/report/report.h"
#include "tests/support/planted.h"
#include "tests/support/process.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::planted_postman_key;
using leakwarden::testing::ProgramResult;
using leakwarden::testing::run_program;

Finding full_finding(std::uint64_t seed) {
  Finding finding;
  finding.rule_id = "postman-api-key";
  finding.rule_name = "Postman API key";
  finding.provider = "Postman";
  finding.severity = Severity::Critical;
  finding.location.kind = PlaceKind::Blob;
  finding.location.repository = "r";
  finding.location.path = "a\x1b[31m\xFF\n/b";
  finding.location.range = {3, 4, 9, 12};
  finding.location.blob = std::string(40, 'a');
  finding.location.commit = std::string(40, 'b');
  finding.location.author = "Ana";
  finding.location.email = "ana@example.com";
  finding.location.date = "2025-03-02T10:00:00Z";
  finding.location.refs = {"refs/heads/main"};
  finding.location.at_tip = false;
  finding.location.introduced_by = "bob";
  finding.secret = Secret::copy_of(planted_postman_key(seed));
  finding.fingerprint = fingerprint_of(finding.secret);
  finding.facts = {{"created", "2023-09-01"}};
  finding.decoded = {"base64"};
  finding.suppressed = Suppression{"baseline", "test key", ""};
  finding.advice = {"Everything.", "https://example.com/revoke", {"One.", "Two."}, "https://d"};
  return finding;
}

std::string written(const ReportInput& input, ShowSecrets show) {
  std::ostringstream output;
  write_json_lines(input, show, output);
  return output.str();
}

TEST(JsonLines, KeysComeInThePromisedOrder) {
  // The list of shared/design/interfaces.md, "A finding".
  const std::string keys =
      "rule_id rule_name provider severity confidence kind repository path start_line end_line "
      "start_column end_column blob commit author email date refs at_tip introduced_by secret "
      "fingerprint facts decoded verified suppressed revoke_url advice";
  const ProgramResult python = run_program(
      {"python3", "-c", "import json,sys; print(' '.join(json.load(sys.stdin)))"},
      {"", {}, finding_as_json(full_finding(1), ShowSecrets::No), std::chrono::seconds(20)});
  EXPECT_EQ(python.output, keys + "\n") << python.errors;
}

TEST(JsonLines, WhatDoesNotApplyIsAbsent) {
  Finding finding;
  finding.rule_id = "r";
  finding.secret = Secret::copy_of("short");
  finding.fingerprint = "w1-000-00000";
  EXPECT_EQ(finding_as_json(finding, ShowSecrets::No),
            R"({"rule_id":"r","severity":"high","confidence":"high","kind":"stream",)"
            R"("secret":"…","fingerprint":"w1-000-00000","verified":"unchecked"})");
}

TEST(JsonLines, ShowsTheValueOnlyWhenTold) {
  const std::string key = planted_postman_key(5);
  EXPECT_EQ(finding_as_json(full_finding(5), ShowSecrets::No).find(key.substr(5)),
            std::string::npos);
  EXPECT_NE(finding_as_json(full_finding(5), ShowSecrets::Yes).find(key), std::string::npos);
}

TEST(JsonLines, LastLineIsTheSummary) {
  ReportInput input;
  input.coverage.objects = 12;
  input.coverage.bytes = 3456;
  input.coverage.add_gap({"blob x", "larger than 64 MiB", 99, false, false});
  input.coverage.notes = {"shallow"};
  input.rule_count = 60;
  input.ruleset_digest = "d1";
  input.seconds = 1.23456;
  EXPECT_EQ(
      written(input, ShowSecrets::No),
      R"({"summary":{"outcome":"partial","objects":12,"bytes":3456,"skipped":[{"what":"blob x",)"
      R"("reason":"larger than 64 MiB","bytes":99}],"notes":["shallow"],"rules":60,)"
      R"("ruleset":"d1","seconds":1.235}})"
      "\n");
}

TEST(JsonLines, SortsAndEveryLineIsJson) {
  ReportInput input;
  for (std::uint64_t seed : {3u, 1u, 2u}) {
    input.findings.push_back(full_finding(seed));
    input.findings.back().location.path = "p" + std::to_string(seed);
  }
  const ProgramResult python = run_program(
      {"python3", "-c",
       "import json,sys\nfor l in sys.stdin: print(json.loads(l).get('path', 'summary'))"},
      {"", {}, written(input, ShowSecrets::No), std::chrono::seconds(20)});
  EXPECT_EQ(python.output, "p1\np2\np3\nsummary\n") << python.errors;
}

TEST(JsonLines, SuppressedAreCountedAndListedOnlyWhenAskedFor) {
  ReportInput input;
  input.findings = {full_finding(1)};
  input.findings[0].suppressed.reset();
  input.suppressed = {full_finding(2)};
  std::string text = written(input, ShowSecrets::No);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2);
  EXPECT_NE(text.find("\"suppressed\":1"), std::string::npos) << text;
  input.list_suppressed = true;
  text = written(input, ShowSecrets::No);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 3);
  EXPECT_NE(text.find(R"("suppressed":{"by":"baseline","reason":"test key"})"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
