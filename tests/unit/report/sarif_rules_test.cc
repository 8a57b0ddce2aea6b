#include "scanner/report/sarif_rules.h"

#include <nlohmann/json.hpp>

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

using nlohmann::json;

TEST(SarifRules, ARuleIsAsBadAsTheWorstOfItsFindings) {
  Finding mild = planted_finding(1, "a");
  mild.severity = Severity::Low;
  mild.confidence = Confidence::Low;
  const Finding bad = planted_finding(2, "b");
  Finding other = planted_finding(3, "c");
  other.rule_id = "another";
  other.severity = Severity::Medium;
  const SarifRules rules({&mild, &bad, &other});
  EXPECT_EQ(rules.index_of("another"), 0);
  EXPECT_EQ(rules.index_of("postman-api-key"), 1);
  const json parsed = json::parse(rules.as_json());
  ASSERT_EQ(parsed.size(), 2u);
  EXPECT_EQ(parsed[0]["properties"]["security-severity"], "5.5");
  EXPECT_EQ(parsed[1]["properties"]["security-severity"], "9.5");
  EXPECT_EQ(parsed[1]["properties"]["precision"], "very-high");
  EXPECT_EQ(parsed[1]["defaultConfiguration"]["level"], "error");
  EXPECT_EQ(parsed[1]["helpUri"], "https://learning.postman.com/docs/keys");
}

TEST(SarifRules, MessagesHaveNoMarkupThatSomebodyElseWrote) {
  EXPECT_EQ(json::parse(sarif_message("[x](http://evil) {0} \\ \n"))["text"],
            "\\[x\\](http://evil) {{0}} \\\\  ");
}

}  // namespace
}  // namespace leakwarden::scanner
