#include <nlohmann/json.hpp>

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

using nlohmann::json;

json report_of(const ReportInput& input) {
  return json::parse(written_as(Format::GitLab, input));
}

TEST(GitLab, IdsStayWhenLinesAndCommitsChange) {
  Finding later = planted_finding(1, "a");
  later.location.range = {9, 9, 1, 2};
  later.location.commit = std::string(40, 'e');
  const json before = report_of(planted_report({planted_finding(1, "a")}));
  const json after = report_of(planted_report({later}));
  EXPECT_EQ(before["vulnerabilities"][0]["id"], after["vulnerabilities"][0]["id"]);
}

// GitLab joins signatures of one algorithm, and takes what has the same one for the same thing.
TEST(GitLab, IsTrackedByWhatStaysWhenLinesMove) {
  Finding later = planted_finding(1, "a");
  later.location.range = {9, 9, 1, 2};
  const auto tracked = [](const Finding& finding) {
    return report_of(planted_report({finding}))["vulnerabilities"][0]["tracking"];
  };
  const json before = tracked(planted_finding(1, "a"));
  const json after = tracked(later);
  EXPECT_EQ(before["type"], "source");
  EXPECT_EQ(before["items"][0]["start_line"], 3);
  EXPECT_EQ(after["items"][0]["start_line"], 9);
  EXPECT_EQ(before["items"][0]["signatures"], after["items"][0]["signatures"]);
  EXPECT_NE(before["items"][0]["signatures"],
            tracked(planted_finding(2, "a"))["items"][0]["signatures"]);
  EXPECT_NE(before["items"][0]["signatures"],
            tracked(planted_finding(1, "b"))["items"][0]["signatures"]);
}

TEST(GitLab, TimesHaveNoZone) {
  const json scan = report_of(planted_report({}))["scan"];
  EXPECT_EQ(scan["start_time"], "2026-02-25T06:13:20");
  EXPECT_EQ(scan["end_time"], "2026-02-25T06:13:24");
}

TEST(GitLab, WithoutACommitItNamesSevenZeros) {
  Finding loose = planted_finding(1, "a");
  loose.location.commit.clear();
  loose.location.kind = PlaceKind::WorkTree;
  const json report = report_of(planted_report({loose, planted_finding(2, "b")}));
  EXPECT_EQ(report["vulnerabilities"][0]["location"]["commit"]["sha"], "0000000");
  EXPECT_EQ(report["vulnerabilities"][1]["location"]["commit"]["sha"],
            "9c1f2ab0" + std::string(32, '0'));
}

TEST(GitLab, AnIncompleteScanFailedAndSaysWhy) {
  ReportInput input = planted_report({});
  EXPECT_EQ(report_of(input)["scan"]["status"], "success");
  input.coverage.add_gap({"blob 1", "missing object", 0, false, false});
  input.suppressed = {suppressed_finding(1, "a")};
  const json scan = report_of(input)["scan"];
  EXPECT_EQ(scan["status"], "failure");
  EXPECT_EQ(scan["messages"][0]["value"], "not scanned: blob 1: missing object");
  EXPECT_EQ(scan["messages"][1]["value"], "1 suppressed finding is left out");
  EXPECT_TRUE(report_of(input)["vulnerabilities"].empty());
}

}  // namespace
}  // namespace leakwarden::scanner
