#include "scanner/report/alert_ids.h"

#include "tests/unit/report/report_parts.h"

namespace leakwarden::scanner {
namespace {

TEST(AlertIds, StayWhenLinesMoveAndTellFilesRulesAndKeysApart) {
  const Finding finding = planted_finding(1, "a");
  Finding moved = finding;
  moved.location.range = {90, 90, 1, 3};
  Finding other_rule = finding;
  other_rule.rule_id = "other";
  const std::string id = AlertIds().next(finding);
  EXPECT_EQ(AlertIds().next(moved), id);
  EXPECT_NE(AlertIds().next(other_rule), id);
  EXPECT_NE(AlertIds().next(planted_finding(1, "b")), id);
  EXPECT_NE(AlertIds().next(planted_finding(2, "a")), id);
}

TEST(AlertIds, NeverTheSameTwice) {
  AlertIds ids;
  const Finding finding = planted_finding(1, "a");
  const std::string first = ids.next(finding);
  const std::string second = ids.next(finding);
  EXPECT_NE(first, second);
  AlertIds again;
  again.next(finding);
  EXPECT_EQ(again.next(finding), second);
}

}  // namespace
}  // namespace leakwarden::scanner
