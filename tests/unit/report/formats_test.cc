#include "scanner/report/formats.h"

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::mistakes_in;
using leakwarden::testing::shows_part_of;

const std::vector<std::string> kChecked = {"jsonl", "json", "sarif",    "gitlab", "junit",
                                           "csv",   "html", "gitleaks", "github", "codequality"};

std::string checked(const std::string& name, const ReportInput& input) {
  return mistakes_in(name, written_as(*format_from_name(name), input));
}

TEST(Formats, EachNameIsKnownAndListed) {
  for (const std::string& name : kChecked) {
    EXPECT_TRUE(format_from_name(name)) << name;
    EXPECT_NE(format_names().find(name), std::string::npos) << name;
  }
  EXPECT_FALSE(format_from_name("pdf"));
  EXPECT_FALSE(format_from_name(""));
  EXPECT_EQ(format_names().substr(0, 11), "text, jsonl");
}

TEST(Formats, ConsumersTakeEachOfThem) {
  Finding second = planted_finding(1, "docs/setup.md");
  second.location.at_tip = false;
  Finding low = planted_finding(2, "b");
  low.severity = Severity::Low;
  low.location.commit.clear();
  low.location.kind = PlaceKind::WorkTree;
  ReportInput input = planted_report({planted_finding(1, "config/prod.env"), second, low});
  input.suppressed = {suppressed_finding(3, "test/a.py")};
  for (const std::string& name : kChecked) EXPECT_EQ(checked(name, input), "");
}

TEST(Formats, ConsumersTakeAnEmptyReport) {
  for (const std::string& name : kChecked) EXPECT_EQ(checked(name, planted_report({})), "");
  for (const std::string& name : kChecked) EXPECT_EQ(checked(name, ReportInput{}), "") << "bare";
}

TEST(Formats, ConsumersTakeHostileNames) {
  for (const std::string& name : kChecked) EXPECT_EQ(checked(name, hostile_report()), "");
}

TEST(Formats, ConsumersTakeAPartialReport) {
  ReportInput input = planted_report({planted_finding(1, "a")});
  for (int i = 0; i < 1500; ++i)
    input.coverage.add_gap({"blob " + std::to_string(i), "missing object", 0, false, false});
  for (const std::string& name : kChecked) EXPECT_EQ(checked(name, input), "");
}

ReportInput many_findings(std::uint64_t count) {
  std::vector<Finding> findings;
  for (std::uint64_t seed = 0; seed < count; ++seed)
    findings.push_back(planted_finding(seed / 2, "file" + std::to_string(seed % 700)));
  return planted_report(std::move(findings));
}

// The schemas take a second of Python for some thousand findings.
TEST(Formats, ConsumersTakeManyFindings) {
  const ReportInput many = many_findings(1000);
  for (const std::string& name : kChecked) EXPECT_EQ(checked(name, many), "");
  const ReportInput more = many_findings(10'000);
  for (const char* name : {"junit", "csv", "html", "github"}) EXPECT_EQ(checked(name, more), "");
}

TEST(Formats, NoneShowsAValueUnlessTold) {
  ReportInput input = planted_report({planted_finding(1, "a"), planted_finding(2, "b")});
  input.suppressed = {suppressed_finding(3, "c")};
  input.list_suppressed = true;
  for (const std::string& name : kChecked) {
    const std::string report = written_as(*format_from_name(name), input);
    for (std::uint64_t seed : {1, 2, 3}) {
      EXPECT_FALSE(shows_part_of(report, leakwarden::testing::planted_postman_key(seed))) << name;
    }
  }
}

TEST(Formats, OnlySomeShowValuesWhenTold) {
  const ReportInput input = planted_report({planted_finding(1, "a")});
  const std::string key = leakwarden::testing::planted_postman_key(1);
  for (const std::string& name : kChecked) {
    const std::string report = written_as(*format_from_name(name), input, ShowSecrets::Yes);
    const bool read_by_many = name == "gitlab" || name == "codequality" || name == "junit" ||
                              name == "html" || name == "github";
    EXPECT_EQ(report.find(key) != std::string::npos, !read_by_many) << name;
  }
}

TEST(Formats, TheOrderInWhichThingsWereFoundDoesNotMatter) {
  ReportInput input = hostile_report();
  ReportInput turned = input;
  std::reverse(turned.findings.begin(), turned.findings.end());
  for (const std::string& name : kChecked) {
    const Format format = *format_from_name(name);
    EXPECT_EQ(written_as(format, input), written_as(format, turned)) << name;
  }
}

}  // namespace
}  // namespace leakwarden::scanner
