#pragma once

// Findings and reports that the tests of all formats share.

#include <sstream>
#include <string>

#include "scanner/base/fingerprint.h"
#include "scanner/report/formats.h"
#include "tests/support/check_report.h"
#include "tests/support/no_leak.h"
#include "tests/support/planted.h"

namespace leakwarden::scanner {

inline Finding planted_finding(std::uint64_t seed, const std::string& path) {
  Finding finding;
  finding.rule_id = "postman-api-key";
  finding.rule_name = "Postman API key";
  finding.provider = "Postman";
  finding.severity = Severity::Critical;
  finding.location.kind = PlaceKind::Blob;
  finding.location.repository = ".";
  finding.location.path = path;
  finding.location.blob = std::string(40, 'b');
  finding.location.commit = "9c1f2ab0" + std::string(32, '0');
  finding.location.author = "Ana";
  finding.location.email = "ana@example.com";
  finding.location.date = "2025-03-02T10:00:00Z";
  finding.location.refs = {"refs/heads/main"};
  finding.location.at_tip = true;
  const std::string key = leakwarden::testing::planted_postman_key(seed);
  finding.location.range = {3, 3, 5, static_cast<std::int64_t>(4 + key.size())};
  finding.secret = Secret::copy_of(key);
  finding.fingerprint = fingerprint_of(finding.secret);
  finding.masked_line = "KEY=" + finding.secret.mask() + " # prod";
  finding.reasons = {"the shape is Postman's own"};
  finding.advice.opens = "Everything its user can reach in Postman.";
  finding.advice.steps = {"Open the page.", "Revoke the key."};
  finding.advice.revoke_url = "https://go.postman.co/settings/me/api-keys";
  finding.advice.docs = "https://learning.postman.com/docs/keys";
  return finding;
}

inline ReportInput planted_report(std::vector<Finding> findings) {
  ReportInput input;
  input.findings = std::move(findings);
  input.coverage.objects = 849014;
  input.coverage.bytes = 13'900'000'000;
  input.ruleset_digest = std::string(64, 'd');
  input.rule_count = 1533;
  input.seconds = 4.1;
  input.covered = "every ref and tag";
  input.run = {"0.1.0",
               1'772'000'000,
               1'772'000'004,
               {{".", "/srv/a b", "https://example.com/a.git", std::string(40, 'c'), "main"}}};
  return input;
}

inline Finding suppressed_finding(std::uint64_t seed, const std::string& path) {
  Finding finding = planted_finding(seed, path);
  finding.suppressed = Suppression{"inline", "test key", "2027-01-01"};
  return finding;
}

// What whoever pushes may choose, as bad as it gets.
inline const std::vector<std::string>& hostile_names() {
  static const std::vector<std::string> kNames = {"a\nb\r\n::error::x",
                                                  "=cmd|' /C calc'!A0",
                                                  "]]></failure></testsuite>",
                                                  "</script><script>alert(1)</script>",
                                                  "\"><img src=x onerror=alert(1)>",
                                                  std::string("nul\0byte", 8),
                                                  "\x1b[31m\x07\x7f\xc2\x9b",
                                                  "bad\xff\xfe\xc0\x80utf8",
                                                  "\xef\xbf\xbe\xef\xbf\xbf\xed\xa0\x80",
                                                  "\xe2\x80\xae"
                                                  "gnp.exe",
                                                  "%41%zz%2",
                                                  "a,b;c\td\"e'f`g",
                                                  "{0} {{x}} [x](http://evil.example) \\",
                                                  "../../etc/passwd",
                                                  "//evil.example/x",
                                                  "javascript:alert(1)",
                                                  "日本語/größe/🎉",
                                                  std::string(5000, 'p')};
  return kNames;
}

inline ReportInput hostile_report() {
  std::vector<Finding> findings;
  std::uint64_t seed = 100;
  for (const std::string& name : hostile_names()) {
    Finding finding = planted_finding(seed++, name);
    finding.location.author = name;
    finding.location.email = name;
    finding.location.refs = {"refs/heads/" + name};
    finding.location.repository = name;
    finding.rule_name = name;
    finding.provider = name;
    finding.masked_line = name + finding.secret.mask() + name;
    finding.facts = {{"account", name}};
    finding.decoded = {name};
    finding.reasons = {name};
    finding.other_lines = {7, 8};
    finding.advice.opens = name;
    finding.advice.steps = {name};
    finding.advice.revoke_url = "https://example.com/" + name;
    finding.advice.docs = name;
    findings.push_back(finding);
    finding.location.kind = PlaceKind::CommitMessage;
    finding.location.path.clear();
    findings.push_back(finding);
    finding.location.kind = PlaceKind::RefName;
    finding.location.commit.clear();
    finding.location.range = {};
    findings.push_back(finding);
  }
  ReportInput input = planted_report(std::move(findings));
  for (const std::string& name : hostile_names()) {
    input.coverage.add_gap({"blob " + name, name, 12, false, false});
    input.coverage.notes.push_back(name);
    Finding suppressed = planted_finding(seed++, name);
    suppressed.suppressed = Suppression{name, name, name};
    input.suppressed.push_back(suppressed);
  }
  input.list_suppressed = true;
  input.covered = hostile_names()[3];
  input.run.states[0].root = "/" + hostile_names()[3];
  input.run.states[0].branch = hostile_names()[0];
  return input;
}

inline std::string written_as(Format format, const ReportInput& input,
                              ShowSecrets show = ShowSecrets::No) {
  std::ostringstream output;
  TextStyle style;
  style.show_secrets = show;
  write_formatted(format, input, style, output);
  return output.str();
}

}  // namespace leakwarden::scanner
