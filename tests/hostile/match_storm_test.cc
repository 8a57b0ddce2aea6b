// A file made to match one rule without end: that rule falls silent there and says so; every other
// rule, and every other file, goes on.

#include <algorithm>

#include "scanner/scan.h"
#include "tests/support/budget.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Budget;
using leakwarden::testing::builtin_options;
using leakwarden::testing::planted_aws_key_id;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::TemporaryFolder;

std::string storm(std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) text += "K=" + planted_postman_key(i) + "\n";
  return text;
}

std::size_t found_by(const std::vector<Finding>& findings, const std::string& rule) {
  return static_cast<std::size_t>(
      std::count_if(findings.begin(), findings.end(),
                    [&](const Finding& finding) { return finding.rule_id == rule; }));
}

TEST(MatchStorm, SilencesOneRuleInOneFileAndSaysSo) {
  const TemporaryFolder folder;
  const ScanOptions options = builtin_options();
  const std::size_t many = options.limits.max_matches_per_rule + 50;
  const std::string other = "aws = \"" + planted_aws_key_id(3) + "\"\n";
  folder.write("storm.txt", other + storm(many) + other);
  folder.write("calm.txt", storm(3));
  const Budget budget(10);
  const Result<ScanReport> report = scan_files({folder.path()}, options);
  ASSERT_TRUE(report.ok());
  // The storming rule: nothing from the storm, everything from the calm file.
  EXPECT_EQ(found_by(report->findings, "postman-api-key"), 3u);
  std::size_t others = 0;
  for (const Finding& finding : report->findings) {
    if (finding.location.path.ends_with("storm.txt")) ++others;
  }
  EXPECT_GE(others, 1u);  // the key id on the first line, and again on the last
  ASSERT_EQ(report->coverage.gaps.size(), 1u);
  const Gap& gap = report->coverage.gaps[0];
  EXPECT_TRUE(gap.what.ends_with("storm.txt")) << gap.what;
  EXPECT_NE(gap.reason.find("postman-api-key"), std::string::npos) << gap.reason;
  EXPECT_TRUE(report->coverage.any_gap_caused_by_content);
  EXPECT_FALSE(report->coverage.complete());
}

TEST(MatchStorm, JustBelowTheCapEverythingIsFound) {
  const TemporaryFolder folder;
  const ScanOptions options = builtin_options();
  folder.write("busy.txt", storm(options.limits.max_matches_per_rule));
  const Result<ScanReport> report = scan_files({folder.path()}, options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(found_by(report->findings, "postman-api-key"), options.limits.max_matches_per_rule);
  EXPECT_TRUE(report->coverage.complete());
}

// Dense with one trigger of every rule, so that every cap is met at once.
TEST(MatchStorm, TriggersWithoutMatchesEndSoon) {
  const TemporaryFolder folder;
  std::string text;
  while (text.size() < (8u << 20)) text += "PMAK-0123456789abcdef AKIA ghp_ sk_live_ xoxb- -----BEGIN ";
  folder.write("triggers.txt", text);
  const Budget budget(20, 500);
  const Result<ScanReport> report = scan_files({folder.path()}, builtin_options());
  ASSERT_TRUE(report.ok());
}

}  // namespace
}  // namespace leakwarden::scanner
