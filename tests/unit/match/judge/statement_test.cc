#include "scanner/match/judge/statement.h"

#include <gtest/gtest.h>

#include "tests/unit/match/judge/judge_parts.h"

namespace leakwarden::scanner::judging {
namespace {

Features measured(const std::string& marked) {
  testing::Marked text(marked);
  Features features;
  add_statement(text.subject(), text.key(), features);
  return features;
}
bool is(const std::string& marked, Feature feature) {
  return measured(marked).get(feature) != 0;
}

TEST(Statement, SaysTheSeparator) {
  EXPECT_TRUE(is("a = '«v»'", Feature::separator_equals));
  EXPECT_TRUE(is("a: «v»", Feature::separator_colon));
  EXPECT_TRUE(is("ftp://me:«v»@host", Feature::separator_url));
  EXPECT_FALSE(is("a: «v»", Feature::separator_equals));
}

TEST(Statement, SaysTheQuotes) {
  EXPECT_TRUE(is("a = \"«v»\"", Feature::quoted_double));
  EXPECT_TRUE(is("a = \"«v»\"", Feature::quote_closed));
  EXPECT_TRUE(is("a = \\\"«v»\\\"", Feature::quote_closed));
  EXPECT_FALSE(is("a = \"«v» and more\"", Feature::quote_closed));
  EXPECT_FALSE(is("a = «v»", Feature::quoted));
}

TEST(Statement, SaysWhatFollows) {
  EXPECT_TRUE(is("a = «v»\nb", Feature::ends_line));
  EXPECT_TRUE(is("a = '«v»';", Feature::ends_statement));
  EXPECT_TRUE(is("a = '«v»'  # why", Feature::ends_statement));
  EXPECT_TRUE(is("a = «v»(1)", Feature::follow_call));
  EXPECT_TRUE(is("a = «v»[0]", Feature::follow_index));
  EXPECT_TRUE(is("a = '«v»' + b", Feature::follow_concat));
  EXPECT_TRUE(is("a = '«v»'.strip()", Feature::follow_dot));
  EXPECT_TRUE(is("<a>«v»</a>", Feature::follow_tag));
}

TEST(Statement, SaysWhereItStands) {
  EXPECT_TRUE(is("  # a = «v»", Feature::comment));
  EXPECT_TRUE(is("if a == '«v»':", Feature::keyword_before));
  EXPECT_TRUE(is("if a == '«v»':", Feature::condition));
  EXPECT_FALSE(is("iffy = '«v»'", Feature::keyword_before));
  EXPECT_TRUE(is("a = b + '«v»'", Feature::concat_before));
  EXPECT_TRUE(is("a = x$«v»$y", Feature::inside_dollars));
  EXPECT_TRUE(is("cmd --key «v»", Feature::option));
}

}  // namespace
}  // namespace leakwarden::scanner::judging
