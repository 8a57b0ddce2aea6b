#include <algorithm>

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

std::string github(const ReportInput& input) {
  return written_as(Format::GitHub, input);
}

TEST(GitHub, NamesFileLineAndColumn) {
  EXPECT_EQ(github(planted_report({planted_finding(1, "config/prod.env")}))
                .rfind("::error file=config/prod.env,line=3,col=5,title=Postman API key::PMAK", 0),
            0u);
}

TEST(GitHub, NoNameEndsACommandOrBeginsOne) {
  const std::string lines = github(planted_report({planted_finding(1, "a,b:c%\n::error::x")}));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 1);
  EXPECT_NE(lines.find("file=a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3Ax,"), std::string::npos);
}

TEST(GitHub, NoMoreThanAreShownAndTheRestIsCounted) {
  std::vector<Finding> findings;
  for (std::uint64_t seed = 0; seed < 60; ++seed) findings.push_back(planted_finding(seed, "a"));
  const std::string lines = github(planted_report(std::move(findings)));
  EXPECT_EQ(std::count(lines.begin(), lines.end(), '\n'), 51);
  EXPECT_NE(lines.find("::notice title=Leakwarden::10 more places"), std::string::npos);
}

TEST(GitHub, AnIncompleteScanIsAWarning) {
  ReportInput input = planted_report({});
  EXPECT_EQ(github(input), "");
  input.coverage.add_gap({"blob 1", "missing", 0, false, false});
  EXPECT_EQ(github(input),
            "::warning title=Leakwarden::1 place was not scanned%0Ablob 1: missing\n");
}

TEST(GitHub, TextIsShownBetweenWordsThatItCannotHold) {
  const std::string shown = without_workflow_commands("::error::from a file name\n");
  const std::string token = shown.substr(17, 32);
  EXPECT_EQ(shown,
            "::stop-commands::" + token + "\n::error::from a file name\n::" + token + "::\n");
  EXPECT_NE(without_workflow_commands("other\n").substr(17, 32), token);
}

}  // namespace
}  // namespace leakwarden::scanner
