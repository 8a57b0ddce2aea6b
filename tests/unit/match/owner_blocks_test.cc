#include "scanner/match/owner_blocks.h"

#include <gtest/gtest.h>

#include <string>

namespace leakwarden::scanner {
namespace {

// A text whose first line is the word's and whose last is the value's.
struct Lines {
  explicit Lines(const std::string& lines) : text(lines) {}
  Span first() const { return {0, text.find('\n')}; }
  Span last() const { return {text.rfind('\n') + 1, text.size()}; }
  std::string text;
};

bool heads_by_indentation_in(const Lines& lines) {
  return heads_by_indentation(lines.text, lines.first(), lines.last());
}

bool heads_section_in(const Lines& lines) {
  return heads_section(lines.text, lines.first(), lines.last());
}

TEST(OwnerBlocks, BlanksOnBothSidesAreNotOfALine) {
  EXPECT_EQ(trimmed(" \t a b \r"), "a b");
  EXPECT_EQ(trimmed(" \t"), "");
}

TEST(OwnerBlocks, CommentsOfTheUsualLanguages) {
  for (const char* line : {"# a", "// a", "/* a", "* a", "-- a", "<!-- a", "; a"})
    EXPECT_TRUE(is_comment(line)) << line;
  for (const char* line : {"a # b", "-a", "*a", "<a>", ""}) EXPECT_FALSE(is_comment(line)) << line;
}

TEST(OwnerBlocks, FunctionsAndBranchesBelongToNobody) {
  EXPECT_TRUE(begins_otherwise("if (acme) {"));
  EXPECT_TRUE(begins_otherwise("def acme():"));
  EXPECT_FALSE(begins_otherwise("define: {"));
  EXPECT_FALSE(begins_otherwise("acme {"));
}

TEST(OwnerBlocks, EachLineIndentedLessHeadsWhatIsBelow) {
  EXPECT_TRUE(heads_by_indentation_in(Lines("acme:\n  token: x")));
  EXPECT_TRUE(heads_by_indentation_in(Lines("acme:\n  a:\n    token: x")));
  EXPECT_TRUE(heads_by_indentation_in(Lines("- uses: acme/login\n  with:\n    token: x")));
  EXPECT_FALSE(heads_by_indentation_in(Lines("acme: 1\n  token: x"))) << "opens nothing";
  EXPECT_FALSE(heads_by_indentation_in(Lines("acme:\nother:\n  token: x")));
  EXPECT_FALSE(heads_by_indentation_in(Lines("acme:\ntoken: x"))) << "as far";
  EXPECT_FALSE(heads_by_indentation_in(Lines("test_acme(\n  token: x")));
}

TEST(OwnerBlocks, TheFirstBracketIsOpenStill) {
  EXPECT_TRUE(heads_by_bracket(": {key: \""));
  EXPECT_TRUE(heads_by_bracket("Client({a: {}, key: \""));
  EXPECT_FALSE(heads_by_bracket(": {}, key: \""));
  EXPECT_FALSE(heads_by_bracket(" is good; f(key: \"")) << "no name goes so on";
  EXPECT_FALSE(heads_by_bracket(": key"));
}

TEST(OwnerBlocks, ASectionReachesToTheNext) {
  EXPECT_TRUE(heads_section_in(Lines("[acme]\na = 1\ntoken = x")));
  EXPECT_TRUE(heads_section_in(Lines("[[acme]] # ours\ntoken = x")));
  EXPECT_FALSE(heads_section_in(Lines("[acme]\n[other]\ntoken = x")));
  EXPECT_FALSE(heads_section_in(Lines("[acme, other]\ntoken = x"))) << "a list";
  EXPECT_FALSE(heads_section_in(Lines("[1]\ntoken = x"))) << "an index";
}

TEST(OwnerBlocks, AKindIsSaidByAWholeLineOrAWholePair) {
  const Lines lines("type: acme\ntoken: x");
  EXPECT_TRUE(says_kind_in_block(lines.text, lines.first(), {6, 10}, lines.last()));
  const Lines apart("type: acme\n\ntoken: x");
  EXPECT_FALSE(says_kind_in_block(apart.text, apart.first(), {6, 10}, apart.last()));
  const std::string pairs = "type=acme&a=1&token=x";
  const Span line{0, pairs.size()};
  EXPECT_TRUE(says_kind_beside(pairs, line, {5, 9}, {20, 21}));
  EXPECT_FALSE(says_kind_beside("type=a acme&token=x", {0, 19}, {7, 11}, {18, 19}));
}

}  // namespace
}  // namespace leakwarden::scanner
