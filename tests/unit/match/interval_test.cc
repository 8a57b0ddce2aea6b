#include "scanner/match/interval.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

Rule local_rule() {
  Rule rule;
  rule.before = 10;
  rule.trigger_width = 4;
  rule.width = 30;
  return rule;
}

TEST(Interval, IsBeforeReachAndOneToTheLeftAndWidthReachAndOneToTheRight) {
  Rule rule = local_rule();
  EXPECT_EQ(dependency_interval(rule, 100, 1000), (Span{89, 131}));
  rule.context = {{"word"}, 7};
  EXPECT_EQ(dependency_interval(rule, 100, 1000), (Span{82, 138}));
  rule.context.words.clear();  // a reach without words reaches nowhere
  EXPECT_EQ(dependency_interval(rule, 100, 1000), (Span{89, 131}));
}

TEST(Interval, OfAJudgedRuleCoversWhatTheJudgeReads) {
  Rule rule = local_rule();
  rule.judging = Judging::Credential;
  EXPECT_EQ(dependency_interval(rule, 1000, 5000), (Span{1000 - 11 - 256, 1000 + 31 + 256}));
  rule.context = {{"word"}, 300};
  EXPECT_EQ(dependency_interval(rule, 1000, 5000), (Span{1000 - 11 - 300, 1000 + 31 + 300}));
}

TEST(Interval, IsClippedToTheText) {
  Rule rule = local_rule();
  EXPECT_EQ(dependency_interval(rule, 5, 20), (Span{0, 20}));
  EXPECT_EQ(dependency_interval(rule, 11, 42), (Span{0, 42}));
  EXPECT_EQ(dependency_interval(rule, 12, 44), (Span{1, 43}));
  EXPECT_EQ(dependency_interval(rule, 20, 20), (Span{9, 20}));
}

TEST(Interval, CoversAnOverriddenTriggerWiderThanBefore) {
  Rule rule = local_rule();
  rule.trigger_width = 25;
  EXPECT_EQ(dependency_interval(rule, 100, 1000).begin, 74u);
}

TEST(Interval, OfAnObjectRuleIsTheWholeText) {
  Rule rule = local_rule();
  rule.locality = Locality::Object;
  rule.max_bytes = 50;
  EXPECT_EQ(dependency_interval(rule, 100, 1000), (Span{0, 1000}));
}

TEST(SearchWindow, IsBeforeAndWidthWithoutNeighbours) {
  Rule rule = local_rule();
  EXPECT_EQ(search_window(rule, 100, 1000), (Span{90, 130}));
  EXPECT_EQ(search_window(rule, 4, 20), (Span{0, 20}));
}

TEST(SearchWindow, OfAnObjectRuleReachesMaxBytesFromTheTrigger) {
  Rule rule = local_rule();
  rule.locality = Locality::Object;
  rule.max_bytes = 500;
  EXPECT_EQ(search_window(rule, 100, 1000), (Span{90, 600}));
}

}  // namespace
}  // namespace leakwarden::scanner
