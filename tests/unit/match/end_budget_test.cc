#include "scanner/match/end_budget.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

std::vector<Rule> two_rules() {
  std::vector<Rule> rules(2);
  rules[1].judging = Judging::Credential;
  return rules;
}

Limits limits() {
  Limits limits;
  limits.max_matches_per_rule = 40;
  limits.max_judged_matches_per_rule = 80;
  limits.max_triggers_per_object = 100;
  return limits;
}

TEST(EndBudget, FewEndsNeedNoCounting) {
  EndBudget budget(two_rules(), limits());
  EXPECT_TRUE(budget.is_surely_enough_for(10));
  EXPECT_FALSE(budget.is_surely_enough_for(11));
}

TEST(EndBudget, AQuarterOfARulesCapIsNear) {
  EndBudget budget(two_rules(), limits());
  for (int i = 0; i < 10; ++i) budget.count(0, EncodedForm::Plain);
  EXPECT_FALSE(budget.is_near());
  budget.count(0, EncodedForm::Hex);
  EXPECT_TRUE(budget.is_near());
  budget.reset();
  for (int i = 0; i < 20; ++i) budget.count(1, EncodedForm::Plain);
  EXPECT_FALSE(budget.is_near());
  budget.count(1, EncodedForm::Plain);
  EXPECT_TRUE(budget.is_near());
}

TEST(EndBudget, AllRulesTogetherHaveACapToo) {
  EndBudget budget(std::vector<Rule>(5), limits());
  for (std::uint32_t i = 0; i < 25; ++i) budget.count(i % 5, EncodedForm::Plain);
  EXPECT_FALSE(budget.is_near());
  budget.count(0, EncodedForm::Plain);
  EXPECT_TRUE(budget.is_near());
}

TEST(EndBudget, EncodedFormsHaveACapOfTheirOwn) {
  EndBudget budget(std::vector<Rule>(100), Limits{});
  for (std::uint32_t i = 0; i < 5000; ++i) budget.count(i % 100, EncodedForm::Base64End1);
  EXPECT_FALSE(budget.is_near());
  budget.count(0, EncodedForm::Base64End1);
  EXPECT_TRUE(budget.is_near());
}

}  // namespace
}  // namespace leakwarden::scanner
