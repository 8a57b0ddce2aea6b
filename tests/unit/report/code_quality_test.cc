#include <nlohmann/json.hpp>

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

using nlohmann::json;

json issues_of(const ReportInput& input) {
  return json::parse(written_as(Format::CodeQuality, input));
}

TEST(CodeQuality, HasWhatTheWidgetShows) {
  ReportInput input = planted_report({planted_finding(1, "config/prod.env")});
  input.suppressed = {suppressed_finding(2, "b")};
  const json issues = issues_of(input);
  ASSERT_EQ(issues.size(), 1u);
  EXPECT_EQ(issues[0]["check_name"], "postman-api-key");
  EXPECT_EQ(issues[0]["severity"], "blocker");
  EXPECT_EQ(issues[0]["location"]["path"], "config/prod.env");
  EXPECT_EQ(issues[0]["location"]["lines"]["begin"], 3);
  EXPECT_EQ(issues[0]["description"].get<std::string>().rfind("Postman API key ", 0), 0u);
}

TEST(CodeQuality, ALineItDoesNotKnowIsTheFirst) {
  Finding finding = planted_finding(1, "");
  finding.location.kind = PlaceKind::RefName;
  finding.location.range = {};
  finding.severity = Severity::Low;
  const json issues = issues_of(planted_report({finding}));
  EXPECT_EQ(issues[0]["location"]["lines"]["begin"], 1);
  EXPECT_EQ(issues[0]["severity"], "minor");
  EXPECT_FALSE(issues[0]["location"]["path"].get<std::string>().empty());
}

}  // namespace
}  // namespace leakwarden::scanner
