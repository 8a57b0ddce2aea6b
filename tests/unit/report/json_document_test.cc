#include <nlohmann/json.hpp>

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

using nlohmann::json;

TEST(JsonDocument, HoldsWhatJsonLinesHold) {
  ReportInput input = planted_report({planted_finding(1, "a"), planted_finding(2, "b")});
  input.suppressed = {suppressed_finding(3, "c")};
  for (bool listed : {false, true}) {
    input.list_suppressed = listed;
    const json document = json::parse(written_as(Format::Json, input));
    std::istringstream lines(written_as(Format::JsonLines, input));
    std::string line;
    for (const json& finding : document["findings"]) {
      ASSERT_TRUE(std::getline(lines, line));
      EXPECT_EQ(finding, json::parse(line));
    }
    ASSERT_TRUE(std::getline(lines, line));
    EXPECT_EQ(document["summary"], json::parse(line)["summary"]);
    EXPECT_FALSE(std::getline(lines, line));
    EXPECT_EQ(document["schema_version"], 1);
  }
}

}  // namespace
}  // namespace leakwarden::scanner
