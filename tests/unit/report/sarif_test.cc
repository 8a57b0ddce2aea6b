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
