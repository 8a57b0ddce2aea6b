#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

std::string junit(const ReportInput& input) {
  return written_as(Format::JUnit, input);
}

TEST(JUnit, ACleanScanIsOneTestThatPassed) {
  const std::string xml = junit(planted_report({}));
  EXPECT_NE(xml.find("tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\""), std::string::npos);
  EXPECT_NE(xml.find("name=\"no secrets in 849,014 objects\" time=\"0\"/>"), std::string::npos);
}

TEST(JUnit, GapsAreErrorsAndNeverClean) {
  ReportInput input = planted_report({});
  input.coverage.add_gap({"blob 1", "missing object", 0, false, false});
  const std::string xml = junit(input);
  EXPECT_NE(xml.find("tests=\"1\" failures=\"0\" errors=\"1\""), std::string::npos);
  EXPECT_EQ(xml.find("no secrets"), std::string::npos);
}

TEST(JUnit, WhatXmlForbidsIsLeftOut) {
  const std::string xml =
      junit(planted_report({planted_finding(1, "a\x01\xef\xbf\xbe]]>&<b\xc2\x85")}));
  for (const char* forbidden : {"\x01", "\xef\xbf\xbe", "]]>", "\xc2\x85"})
    EXPECT_EQ(xml.find(forbidden), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::scanner
