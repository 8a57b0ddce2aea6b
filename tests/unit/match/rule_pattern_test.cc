#include "scanner/match/rule_pattern.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner::testing {
namespace {

std::string text_of(const std::string& text, const Span& span) {
  return text.substr(span.begin, span.size());
}

// The same three questions of a pattern that is walked and of one that RE2 has from the start.
TEST(RulePattern, AnswersTheSameWhoeverMatches) {
  const std::string text = "say key=abc12; key=9 end";
  for (const std::string pattern :
       {"key=(?P<secret>[a-z0-9]+)(?P<rest>;)?", "(?s:key=(?P<secret>[a-z0-9]+)(?P<rest>;)?)"}) {
    PatternWalker walker;
    walker.begin_question(text.size());
    RulePattern one(pattern);
    EXPECT_FALSE(one.match_at(walker, text, {3, text.size()})) << pattern;
    ASSERT_TRUE(one.match_at(walker, text, {4, text.size()})) << pattern;
    EXPECT_EQ(text_of(text, one.match()), "key=abc12;");
    ASSERT_TRUE(one.find_groups(walker, text));
    ASSERT_EQ(one.group_names(), (std::vector<std::string>{"secret", "rest"}));
    EXPECT_EQ(text_of(text, *one.group(0)), "abc12");
    EXPECT_TRUE(one.group(1).has_value());

    ASSERT_TRUE(one.search(text, {5, text.size()})) << pattern;
    EXPECT_EQ(text_of(text, one.match()), "key=9");
    ASSERT_TRUE(one.find_groups(walker, text));
    EXPECT_EQ(text_of(text, *one.group(0)), "9");
    EXPECT_FALSE(one.group(1).has_value());

    EXPECT_FALSE(one.match_whole(walker, text, {4, 15})) << pattern;
    ASSERT_TRUE(one.match_whole(walker, text, {4, 12})) << pattern;
    EXPECT_EQ(text_of(text, one.match()), "key=abc1");
  }
}

TEST(RulePattern, AsksRe2WhereAWalkIsGivenUp) {
  const std::string pattern = "(?P<secret>(?:a|aa|[a-c]a)+)(?:a|aa)+(?P<end>x)";
  PatternWalker walker;
  RulePattern one(pattern);
  std::string text(2000, 'a');
  walker.begin_question(text.size());
  EXPECT_TRUE(one.is_walked());
  EXPECT_FALSE(one.match_at(walker, text, {0, text.size()}));
  EXPECT_FALSE(one.is_walked());
  text.back() = 'x';
  ASSERT_TRUE(one.match_at(walker, text, {0, text.size()}));
  ASSERT_TRUE(one.find_groups(walker, text));
  EXPECT_EQ(*one.group(1), (Span{1999, 2000}));
  EXPECT_FALSE(one.error().has_value());
}

TEST(RulePattern, SaysWhyRe2RefusesAPattern) {
  RulePattern one("key(");
  EXPECT_TRUE(one.error().has_value());
  PatternWalker walker;
  EXPECT_FALSE(one.match_at(walker, "key(", {0, 4}));
}

}  // namespace
}  // namespace leakwarden::scanner::testing
