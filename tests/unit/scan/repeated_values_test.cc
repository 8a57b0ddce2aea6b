#include "scanner/repeated_values.h"

#include <string>

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

const char* const kJudged = "generic-assignment-quoted";
const char* const kAssigned = "abuseipdb-api-key";
const char* const kDistinctive = "postman-api-key";

Finding finding(const std::string& rule, const std::string& value, std::int64_t line) {
  Finding made;
  made.rule_id = rule;
  made.secret = Secret::copy_of(value);
  made.confidence = Confidence::Low;
  made.location.kind = PlaceKind::File;
  made.location.path = "a.conf";
  made.location.range = {line, line, 1, 2};
  return made;
}

std::vector<Finding> merged(std::vector<Finding> findings, std::size_t from = 0) {
  merge_repeated_values(*RuleSet::builtin().value(), findings, from);
  return findings;
}

using Lines = std::vector<std::int64_t>;

TEST(RepeatedValues, OneFindingNamesTheOtherLines) {
  const std::vector<Finding> one =
      merged({finding(kJudged, "v", 3), finding(kJudged, "w", 4), finding(kJudged, "v", 9),
              finding(kJudged, "v", 7), finding(kJudged, "v", 9)});
  ASSERT_EQ(one.size(), 2u);
  EXPECT_EQ(one[0].location.range.start_line, 3);
  EXPECT_EQ(one[0].other_lines, (Lines{7, 9}));
  EXPECT_EQ(one[1].location.range.start_line, 4);
  EXPECT_TRUE(one[1].other_lines.empty());
}

TEST(RepeatedValues, QuotesAndBracketsAroundAValueDoNotCount) {
  ASSERT_EQ(merged({finding(kJudged, "[v]", 1), finding(kJudged, " 'v'", 2)}).size(), 1u);
  ASSERT_EQ(merged({finding(kJudged, "[]", 1), finding(kJudged, "()", 2)}).size(), 2u);
}

TEST(RepeatedValues, TheNamedThenTheSurestThenTheFirstStays) {
  Finding sure = finding("generic-netrc", "v", 2);
  sure.confidence = Confidence::Medium;
  std::vector<Finding> one = merged({finding(kJudged, "v", 1), sure, finding(kAssigned, "v", 3)});
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].rule_id, kAssigned);
  EXPECT_EQ(one[0].other_lines, (Lines{1, 2}));
  one = merged({finding(kJudged, "v", 1), sure});
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].rule_id, "generic-netrc");
}

// docker login -p Harbor12345, of low confidence, hid the setting above, of medium, by default.
TEST(RepeatedValues, ItIsAsSureAsTheSurestOfThem) {
  Finding sure = finding(kJudged, "v", 1);
  sure.confidence = Confidence::Medium;
  const std::vector<Finding> one = merged({sure, finding(kAssigned, "v", 3)});
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].rule_id, kAssigned);
  EXPECT_EQ(one[0].confidence, Confidence::Medium);
}

TEST(RepeatedValues, OtherFilesOtherRulesAndEarlierFindingsStayApart) {
  Finding elsewhere = finding(kJudged, "v", 2);
  elsewhere.location.path = "b.conf";
  EXPECT_EQ(merged({finding(kJudged, "v", 1), elsewhere}).size(), 2u);
  EXPECT_EQ(merged({finding(kDistinctive, "v", 1), finding(kDistinctive, "v", 2)}).size(), 2u);
  EXPECT_EQ(merged({finding("unknown", "v", 1), finding("unknown", "v", 2)}).size(), 2u);
  EXPECT_EQ(merged({finding(kJudged, "v", 1), finding(kJudged, "v", 2)}, 1).size(), 2u);
}

}  // namespace
}  // namespace leakwarden::scanner
