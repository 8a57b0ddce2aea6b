#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

TEST(Csv, FormulasAreTextAndLinesEndAsTheStandardSays) {
  const std::string csv =
      written_as(Format::Csv, planted_report({planted_finding(1, "=cmd|' /C calc'!A0")}));
  EXPECT_NE(csv.find(",\"'=cmd|' /C calc'!A0\","), std::string::npos);
  std::size_t lines = 0;
  for (std::size_t at = csv.find('\n'); at != std::string::npos; at = csv.find('\n', at + 1)) {
    EXPECT_EQ(csv[at - 1], '\r');
    ++lines;
  }
  EXPECT_EQ(lines, 2u);
}

TEST(Csv, AnEmptyReportIsItsHeader) {
  const std::string csv = written_as(Format::Csv, planted_report({}));
  EXPECT_EQ(csv.find("\r\n"), csv.size() - 2);
  EXPECT_EQ(csv.rfind("RuleID,Commit,File,", 0), 0u);
}

}  // namespace
}  // namespace leakwarden::scanner
