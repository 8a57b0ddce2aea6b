#include <nlohmann/json.hpp>

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

using nlohmann::json;

json run_of(const ReportInput& input) {
  return json::parse(written_as(Format::Sarif, input))["runs"][0];
}

TEST(Sarif, SuppressedResultsStay) {
  ReportInput input = planted_report({planted_finding(1, "a")});
  input.suppressed = {suppressed_finding(2, "b")};
  const json results = run_of(input)["results"];
  ASSERT_EQ(results.size(), 2u);
  EXPECT_FALSE(results[0].contains("suppressions"));
  EXPECT_TRUE(results[1].contains("suppressions"));
}

TEST(Sarif, SaysWhatWasNotScanned) {
  ReportInput input = planted_report({});
  EXPECT_EQ(run_of(input)["invocations"][0]["executionSuccessful"], true);
  input.coverage.add_gap({"blob 1f2e", "larger than 64 MiB", 1, false, false});
  const json invocation = run_of(input)["invocations"][0];
  EXPECT_EQ(invocation["executionSuccessful"], false);
  EXPECT_EQ(invocation["toolExecutionNotifications"][0]["message"]["text"],
            "blob 1f2e: larger than 64 MiB");
}

TEST(Sarif, NamesTheStateThatWasScanned) {
  const json run = run_of(planted_report({}));
  EXPECT_EQ(run["versionControlProvenance"][0]["repositoryUri"], "https://example.com/a.git");
  EXPECT_EQ(run["versionControlProvenance"][0]["revisionId"], std::string(40, 'c'));
  EXPECT_EQ(run["originalUriBaseIds"]["%SRCROOT%"]["uri"], "file:///srv/a%20b/");
  EXPECT_EQ(run["automationDetails"]["id"], "leakwarden/secrets/");
  EXPECT_EQ(run["invocations"][0]["startTimeUtc"], "2026-02-25T06:13:20Z");
}

ReportInput report_of_repositories(std::size_t count) {
  ReportInput input = planted_report({});
  input.run.states.clear();
  for (std::size_t at = 0; at < count; ++at) {
    const std::string name = "r" + std::to_string(at);
    input.run.states.push_back({name, "/srv/" + name, "https://example.com/" + name + ".git",
                                std::string(40, 'a'), "main"});
    Finding finding = planted_finding(1, "a.env");  // the same key in each of them
    finding.location.repository = name;
    input.findings.push_back(std::move(finding));
  }
  return input;
}

TEST(Sarif, EachRepositoryHasARunOfItsOwn) {
  const ReportInput input = report_of_repositories(2);
  const json runs = json::parse(written_as(Format::Sarif, input))["runs"];
  ASSERT_EQ(runs.size(), 2u);
  EXPECT_EQ(leakwarden::testing::mistakes_in("sarif", written_as(Format::Sarif, input)), "");
  for (const json& run : runs) {
    ASSERT_EQ(run["results"].size(), 1u);
    ASSERT_EQ(run["versionControlProvenance"].size(), 1u);
    EXPECT_FALSE(run["results"][0].contains("relatedLocations")) << "of another repository";
  }
  EXPECT_EQ(runs[1]["versionControlProvenance"][0]["repositoryUri"], "https://example.com/r1.git");
  EXPECT_EQ(runs[1]["originalUriBaseIds"]["%SRCROOT%"]["uri"], "file:///srv/r1/");
  EXPECT_NE(runs[0]["automationDetails"]["id"], runs[1]["automationDetails"]["id"]);
  EXPECT_TRUE(runs[0]["properties"].contains("summary"));
}

// In another one it would look as if all of that repository had been read.
TEST(Sarif, WhatIsNotScannedIsSaidInEachRun) {
  ReportInput input = report_of_repositories(2);
  input.coverage.add_gap({"r1", "missing object", 0, false, false});
  const json runs = json::parse(written_as(Format::Sarif, input))["runs"];
  for (const json& run : runs) EXPECT_EQ(run["invocations"][0]["executionSuccessful"], false);
  EXPECT_EQ(runs[0]["invocations"][0]["toolExecutionNotifications"].size(), 1u);
}

TEST(Sarif, OverTwentyRepositoriesTheLastRunTakesTheRest) {
  const json runs =
      json::parse(written_as(Format::Sarif, report_of_repositories(kMostSarifRuns + 3)))["runs"];
  ASSERT_EQ(runs.size(), kMostSarifRuns);
  EXPECT_EQ(runs.back()["results"].size(), 4u);
  EXPECT_EQ(runs.back()["versionControlProvenance"].size(), 4u);
  EXPECT_EQ(runs.front()["results"].size(), 1u);
}

TEST(Sarif, SaysWhatIsNewWhereThereIsSomethingEarlier) {
  ReportInput input = planted_report({planted_finding(1, "a")});
  input.suppressed = {suppressed_finding(2, "b")};
  EXPECT_FALSE(run_of(input)["results"][0].contains("baselineState"));
  input.was_known = [](const Finding& finding) { return finding.suppressed.has_value(); };
  const json results = run_of(input)["results"];
  EXPECT_EQ(results[0]["baselineState"], "new");
  EXPECT_EQ(results[1]["baselineState"], "unchanged");
  EXPECT_EQ(leakwarden::testing::mistakes_in("sarif", written_as(Format::Sarif, input)), "");
}

TEST(Sarif, OverTheLimitTheWorstStayAndItIsSaid) {
  std::vector<Finding> findings;
  for (std::uint64_t at = 0; at < kMostSarifResults + 10; ++at) {
    Finding finding = planted_finding(1, "f" + std::to_string(at));
    finding.secret = Secret::copy_of("value-number-" + std::to_string(at));
    finding.fingerprint = fingerprint_of(finding.secret);
    finding.severity = at < 20 ? Severity::Low : Severity::High;
    findings.push_back(std::move(finding));
  }
  const json run = run_of(planted_report(std::move(findings)));
  ASSERT_EQ(run["results"].size(), kMostSarifResults);
  std::size_t low = 0;
  for (const json& result : run["results"]) low += result["level"] == "note";
  EXPECT_EQ(low, 10u);
  const json notifications = run["invocations"][0]["toolExecutionNotifications"];
  ASSERT_EQ(notifications.size(), 1u);
  EXPECT_EQ(notifications[0]["descriptor"]["id"], "results-left-out");
}

}  // namespace
}  // namespace leakwarden::scanner
