#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

std::string page(const ReportInput& input) {
  return written_as(Format::Html, input);
}

bool holds(const std::string& html, const std::string& part) {
  return html.find(part) != std::string::npos;
}

TEST(Html, TellsSecretsFromPlaces) {
  const std::string html = page(planted_report({planted_finding(1, "a"), planted_finding(1, "b")}));
  EXPECT_TRUE(holds(html, "<h1>1 secret in 2 places</h1>"));
  EXPECT_TRUE(holds(html, "https://example.com/a.git, main at cccccccc · 2026-02-25 06:13 UTC"));
  EXPECT_FALSE(holds(html, "<form"));
}

TEST(Html, ACleanReportSaysThatEverythingWasScanned) {
  const std::string html = page(planted_report({}));
  EXPECT_TRUE(holds(html, "<h1>No secrets found</h1>"));
  EXPECT_TRUE(holds(html, "Everything that was asked for was scanned"));
}

TEST(Html, AnIncompleteOneNeverLooksClean) {
  ReportInput input = planted_report({});
  input.coverage.add_gap({"blob 1", "missing object", 0, false, false});
  const std::string html = page(input);
  EXPECT_TRUE(holds(html, "No secrets found so far"));
  EXPECT_TRUE(holds(html, "Not everything was scanned."));
  EXPECT_TRUE(holds(html, "<td>blob 1</td><td>missing object</td>"));
  EXPECT_FALSE(holds(html, "Everything that was asked for"));
}

TEST(Html, SuppressedOnesAreListedWithWhoSaysSo) {
  ReportInput input = planted_report({});
  input.suppressed = {suppressed_finding(1, "test/a.py")};
  EXPECT_TRUE(holds(page(input), "<td>test/a.py:3</td><td>inline</td><td>test key</td>"));
}

TEST(Html, ShowsTheWorstAndCountsTheRest) {
  std::vector<Finding> findings;
  for (std::uint64_t seed = 0; seed < 5003; ++seed)
    findings.push_back(planted_finding(seed, "a" + std::to_string(seed)));
  EXPECT_TRUE(holds(page(planted_report(std::move(findings))), "</strong> 3 more are in"));
}

}  // namespace
}  // namespace leakwarden::scanner
