#include "scanner/ledger/rule_change.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

Rule rule_of(const std::string& id, const std::string& pattern) {
  Rule rule;
  rule.id = id;
  rule.pattern = pattern;
  return rule;
}

std::vector<std::string> ids_of(const std::optional<std::vector<Rule>>& rules) {
  std::vector<std::string> ids;
  if (!rules) return {"nothing"};
  for (const Rule& rule : *rules) ids.push_back(rule.id);
  return ids;
}

using Ids = std::vector<std::string>;

TEST(RuleChange, GivesBothVersionsOfWhatDiffers) {
  const std::vector<Rule> before = {rule_of("a", "1"), rule_of("b", "2"), rule_of("c", "3")};
  const std::vector<Rule> now = {rule_of("a", "1"), rule_of("b", "22"), rule_of("d", "4")};
  const std::optional<std::vector<Rule>> differ = versions_that_differ(before, now);
  EXPECT_EQ(ids_of(differ), (Ids{"b-before", "b-now", "c-before", "d-now"}));
  EXPECT_EQ((*differ)[0].pattern, "2");
  EXPECT_EQ((*differ)[1].pattern, "22");
}

TEST(RuleChange, SeesEveryFieldThatCanChangeAVerdict) {
  const std::vector<Rule> before = {rule_of("a", "1")};
  std::vector<Rule> now = before;
  now[0].entropy = 3;
  EXPECT_EQ(ids_of(versions_that_differ(before, now)), (Ids{"a-before", "a-now"}));
  now = before;
  now[0].placeholders = {"x"};
  EXPECT_EQ(ids_of(versions_that_differ(before, now)), (Ids{"a-before", "a-now"}));
  now = before;
  now[0].name = "another name";
  EXPECT_EQ(ids_of(versions_that_differ(before, now)), Ids{"nothing"});
}

// They name candidates of each other.
TEST(RuleChange, TellsNothingWhereAJudgedOrAssignedRuleDiffers) {
  const std::vector<Rule> before = {rule_of("a", "1"), rule_of("b", "2")};
  std::vector<Rule> now = before;
  now[1].assigned = true;
  EXPECT_EQ(ids_of(versions_that_differ(before, now)), Ids{"nothing"});
  EXPECT_EQ(ids_of(versions_that_differ(now, before)), Ids{"nothing"});
  now = before;
  now[1].judging = Judging::Credential;
  EXPECT_EQ(ids_of(versions_that_differ(before, now)), Ids{"nothing"});
}

TEST(RuleChange, TellsNothingWhereMuchDiffers) {
  std::vector<Rule> now;
  for (std::size_t i = 0; i <= kMostChangedVersions; ++i) {
    now.push_back(rule_of("r" + std::to_string(i), "x"));
  }
  EXPECT_EQ(ids_of(versions_that_differ({}, now)), Ids{"nothing"});
}

TEST(RuleChange, KeepsRules) {
  const std::vector<Rule> rules = {rule_of("a", "1"), rule_of("b", "2")};
  const std::string bytes = encode_rules(rules);
  const std::optional<std::vector<Rule>> back = decode_rules(bytes);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(ids_of(versions_that_differ(rules, *back)), Ids{"nothing"}) << "nothing differs";
  EXPECT_EQ((*back)[1].pattern, "2");
  EXPECT_FALSE(decode_rules(bytes.substr(0, bytes.size() - 1)).has_value());
}

}  // namespace
}  // namespace leakwarden::scanner
