#include "scanner/match/trigger.h"

#include "tests/unit/match/match_parts.h"

namespace leakwarden::scanner::testing {
namespace {

RuleTable table_of_two() {
  return RuleTable({make_rule("digits", {"", "k[0-9]{2,4}", 5, 5, 5}),
                    make_rule("letter", {"", "k4", 2, 2, 2})});
}

TriggerEnds scan(const RuleTable& table, std::string_view text, const Limits& limits = {}) {
  TriggerScanner scanner = TriggerScanner::create(table.database(), table.rules(), limits).value();
  return *scanner.scan(text).value();
}

TEST(TriggerScanner, ReportsEveryEndOnceInOrder) {
  TriggerEnds found = scan(table_of_two(), "k4815 k42");
  std::vector<TriggerEnd> expected{{2, 1}, {3, 0}, {4, 0}, {5, 0}, {8, 1}, {9, 0}};
  EXPECT_EQ(found.ends, expected);
  EXPECT_TRUE(found.stormed.empty());
  EXPECT_FALSE(found.limit_reached);
}

TEST(TriggerScanner, AnEmptyTextHasNone) {
  EXPECT_TRUE(scan(table_of_two(), "").ends.empty());
  EXPECT_TRUE(scan(table_of_two(), std::string_view()).ends.empty());
}

TEST(TriggerScanner, ForgetsTheEndsOfARuleBeyondItsCap) {
  Limits limits;
  limits.max_matches_per_rule = 3;
  RuleTable table = table_of_two();
  TriggerEnds at_cap = scan(table, "k4815", limits);
  EXPECT_TRUE(at_cap.stormed.empty());
  EXPECT_EQ(at_cap.ends.size(), 4u);
  TriggerEnds beyond = scan(table, "k4815 k42", limits);
  EXPECT_EQ(beyond.stormed, std::vector<std::uint32_t>{0});
  EXPECT_EQ(beyond.ends, (std::vector<TriggerEnd>{{2, 1}, {8, 1}}));
}

TEST(TriggerScanner, JudgedRulesHaveACapOfTheirOwn) {
  Limits limits;
  limits.max_matches_per_rule = 1;
  limits.max_judged_matches_per_rule = 3;
  std::vector<Rule> rules{make_rule("plain", {"", "k4", 2, 2, 2}),
                          make_rule("judged", {"", "k[0-9]", 2, 2, 2})};
  rules[1].judging = Judging::Credential;
  RuleTable table(std::move(rules));
  EXPECT_EQ(scan(table, "k4 k5 k6", limits).ends.size(), 4u);
  EXPECT_EQ(scan(table, "k4 k5 k4", limits).stormed, std::vector<std::uint32_t>{0});
  EXPECT_EQ(scan(table, "k4 k5 k6 k7", limits).stormed, std::vector<std::uint32_t>{1});
}

TEST(TriggerScanner, StopsAtTheLimitOfTheObjectAndKeepsWhatCameBefore) {
  Limits limits;
  limits.max_triggers_per_object = 4;
  TriggerEnds found = scan(table_of_two(), "k4815 k42", limits);
  EXPECT_TRUE(found.limit_reached);
  EXPECT_EQ(found.ends, (std::vector<TriggerEnd>{{2, 1}, {3, 0}, {4, 0}, {5, 0}}));
  limits.max_triggers_per_object = 6;
  EXPECT_FALSE(scan(table_of_two(), "k4815 k42", limits).limit_reached);
}

TEST(TriggerScanner, StartsAfreshWithEachText) {
  Limits limits;
  limits.max_matches_per_rule = 3;
  RuleTable table = table_of_two();
  TriggerScanner scanner = TriggerScanner::create(table.database(), table.rules(), limits).value();
  EXPECT_EQ(scanner.scan("k4815 k4815").value()->stormed.size(), 1u);
  for (int round = 0; round < 5; ++round) {
    const TriggerEnds& found = *scanner.scan("k4815").value();
    EXPECT_TRUE(found.stormed.empty());
    EXPECT_EQ(found.ends.size(), 4u);
  }
}

TEST(TriggerScanner, SixteenMegabytesOfTheSameStormInBoundedTime) {
  RuleTable table({make_rule("run", {"", "[a-z0-9]{20,40}", 40, 40, 40})});
  TriggerEnds found = scan(table, std::string(16 << 20, 'a'));
  EXPECT_TRUE(found.limit_reached);
  EXPECT_EQ(found.stormed, std::vector<std::uint32_t>{0});
  EXPECT_TRUE(found.ends.empty());
}

TEST(TriggerScanner, RefusesWithoutADatabase) {
  Result<TriggerScanner> made = TriggerScanner::create(nullptr, {Rule{}}, {});
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().kind, ErrorKind::Io);
}

TEST(TriggerScanner, MoreThanHyperscanCanTakeIsTooLarge) {
  RuleTable table = table_of_two();
  TriggerScanner scanner = TriggerScanner::create(table.database(), table.rules(), {}).value();
  // The length alone decides; nothing is read.
  std::string_view huge("", std::size_t{1} << 32);
  Result<const TriggerEnds*> found = scanner.scan(huge);
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().kind, ErrorKind::TooLarge);
}

}  // namespace
}  // namespace leakwarden::scanner::testing
