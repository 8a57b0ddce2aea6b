#include "scanner/report/comparison.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace leakwarden::scanner {
namespace {

Finding ours(const std::string& value, const std::string& path, std::int64_t line,
             const std::string& commit = "") {
  Finding finding;
  finding.rule_id = "rule";
  finding.rule_name = "Some key";
  finding.secret = Secret::copy_of(value);
  finding.fingerprint = "s1-0000";
  finding.location.kind = PlaceKind::Blob;
  finding.location.path = path;
  finding.location.range.start_line = line;
  finding.location.commit = commit;
  return finding;
}

PeerFinding theirs(const std::string& value, const std::string& path = "", std::int64_t line = 0,
                   const std::string& commit = "") {
  return PeerFinding{"their-rule", Secret::copy_of(value), path, commit, line};
}

PeerReport report_of(std::vector<PeerFinding> findings) {
  return PeerReport{"gitleaks", std::move(findings)};
}

struct Counts {
  std::size_t here, there, both;
  friend bool operator==(const Counts&, const Counts&) = default;
};

Counts counts(const std::vector<Finding>& findings, const PeerReport& report) {
  const Comparison comparison = compare(findings, report);
  return {comparison.only_here.size(), comparison.only_there.size(), comparison.both.size()};
}

TEST(Comparison, ByValueWhereverItStands) {
  const std::vector<Finding> findings = {ours("value-number-one", "a", 1),
                                         ours("value-number-one", "b", 2),
                                         ours("value-number-two", "c", 3)};
  EXPECT_EQ(counts(findings, report_of({theirs("value-number-one", "elsewhere", 9),
                                        theirs("value-number-one", "again", 9),
                                        theirs("value-number-six", "a", 1)})),
            (Counts{1, 1, 1}));
}

TEST(Comparison, AValueWithItsQuotesOrWithoutItsPrefix) {
  const std::vector<Finding> findings = {ours("value-number-one", "a", 1)};
  EXPECT_EQ(counts(findings, report_of({theirs("\"value-number-one\"")})), (Counts{0, 0, 1}));
  EXPECT_EQ(counts(findings, report_of({theirs("number-one")})), (Counts{0, 0, 1}));
  EXPECT_EQ(counts(findings, report_of({theirs("one")})), (Counts{1, 1, 0})) << "too short";
}

// A key that was replaced where it stood is another one, though the place is the same.
TEST(Comparison, AFingerprintOfOursSaysMoreThanThePlace) {
  const std::vector<Finding> findings = {ours("value-number-one", "a", 1)};
  PeerFinding same = theirs("", "elsewhere", 9);
  same.fingerprint = "s1-0000";
  PeerFinding another = theirs("", "a", 1);
  another.fingerprint = "s1-1111";
  EXPECT_EQ(counts(findings, report_of({same})), (Counts{0, 0, 1}));
  EXPECT_EQ(counts(findings, report_of({another})), (Counts{1, 1, 0}));
}

TEST(Comparison, ByPlaceWhereTheyTellNoValue) {
  const std::vector<Finding> findings = {ours("value-number-one", "a", 1, "c0ffee")};
  EXPECT_EQ(counts(findings, report_of({theirs("", "a", 1)})), (Counts{0, 0, 1}));
  EXPECT_EQ(counts(findings, report_of({theirs("", "a", 7, "c0ffee")})), (Counts{0, 0, 1}));
  EXPECT_EQ(counts(findings, report_of({theirs("", "a", 7), theirs("", "a", 8)})),
            (Counts{1, 2, 0}));
  EXPECT_EQ(counts(findings, report_of({theirs("", "/srv/checkout/a", 1)})), (Counts{0, 0, 1}));
  EXPECT_EQ(counts(findings, report_of({theirs("", "/srv/checkout/ba", 1)})), (Counts{1, 1, 0}));
}

// A path of a million folders, and values that differ from ours in every pair.
TEST(Comparison, HostileReportsEndAndSayThatTheyWereTooMuch) {
  const std::vector<Finding> findings = {ours("value-number-one", "a", 1)};
  std::string path;
  while (path.size() < (1 << 20)) path += "x/";
  const PeerReport report = report_of({theirs("", path, 1)});
  EXPECT_TRUE(compare(findings, report).gave_up);
}

TEST(Comparison, NothingOnEitherSide) {
  EXPECT_EQ(counts({}, PeerReport{}), (Counts{0, 0, 0}));
  EXPECT_EQ(counts({}, report_of({theirs("some-value")})), (Counts{0, 1, 0}));
}

TEST(Comparison, WhatWasNotScannedIsCountedPastTheListedOnes) {
  ReportInput input;
  for (int i = 0; i < 1500; ++i)
    input.coverage.add_gap({"blob " + std::to_string(i), "missing object", 0, false, false});
  ASSERT_GT(input.coverage.unrecorded_gaps, 0u);
  std::ostringstream text;
  write_comparison_text(input, PeerReport{}, TextStyle{}, text);
  EXPECT_NE(text.str().find(" more places\n"), std::string::npos);
}

TEST(Comparison, WrittenWithMasksOnly) {
  ReportInput input;
  input.findings = {ours("value-number-one-0123456789", "a.env", 1),
                    ours("value-number-two-0123456789", "b.env", 2)};
  const PeerReport report =
      report_of({theirs("value-number-one-0123456789", "a.env", 1),
                 theirs("value-number-six-0123456789", "x\x1b[2J", 5, "abcd")});
  std::ostringstream lines;
  write_comparison_lines(input, report, ShowSecrets::No, lines);
  std::ostringstream text;
  write_comparison_text(input, report, {}, text);
  for (const std::string& written : {lines.str(), text.str()}) {
    EXPECT_EQ(written.find("number"), std::string::npos) << written;
    EXPECT_EQ(written.find('\x1b'), std::string::npos) << written;
  }
  EXPECT_NE(text.str().find("1 secret in both, 1 only here, 1 only in gitleaks"), std::string::npos)
      << text.str();
  std::istringstream read(lines.str());
  std::vector<nlohmann::json> parsed;
  for (std::string line; std::getline(read, line);) parsed.push_back(nlohmann::json::parse(line));
  ASSERT_EQ(parsed.size(), 5u);
  EXPECT_EQ(parsed[0]["found_by"], "us");
  EXPECT_EQ(parsed[0]["finding"]["path"], "b.env");
  EXPECT_EQ(parsed[1]["found_by"], "them");
  EXPECT_EQ(parsed[1]["finding"]["start_line"], 5);
  EXPECT_EQ(parsed[2]["found_by"], "both");
  EXPECT_EQ(parsed[3]["comparison"]["only_them"], 1);
  EXPECT_TRUE(parsed[4].contains("summary"));
}

}  // namespace
}  // namespace leakwarden::scanner
