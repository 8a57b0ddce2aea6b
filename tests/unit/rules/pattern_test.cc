#include "scanner/rules/pattern.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

using testing::HasSubstr;

PatternNode parse(const std::string& pattern) {
  ByteSets byte_sets;
  Result<PatternNode> node = parse_pattern(pattern, byte_sets);
  EXPECT_TRUE(node.ok()) << pattern << ": " << node.error().message();
  return node.ok() ? *std::move(node) : PatternNode{};
}

struct Widths {
  const char* pattern;
  std::uint32_t least;
  std::uint32_t most;
};

class PatternWidth : public testing::TestWithParam<Widths> {};

// Counted by hand.
TEST_P(PatternWidth, IsCounted) {
  const PatternNode node = parse(GetParam().pattern);
  EXPECT_EQ(min_width(node), GetParam().least);
  EXPECT_EQ(max_width(node), GetParam().most);
}

INSTANTIATE_TEST_SUITE_P(
    Table, PatternWidth,
    testing::Values(Widths{"abc", 3, 3}, Widths{"a|bcd", 1, 3}, Widths{"a?b*", 0, kUnbounded},
                    Widths{"a{2,5}b+", 3, kUnbounded}, Widths{"(?:ab){3}", 6, 6},
                    Widths{"(?P<secret>[a-z]{4,9}?)", 4, 9}, Widths{R"(\ba\B^$\A\z)", 1, 1},
                    Widths{R"(\x41\x{42}\n\\\.)", 5, 5}, Widths{"[]a]{2}", 2, 2},
                    Widths{"[^]a]", 1, 1}, Widths{R"([\]a])", 1, 1},
                    Widths{"[[:alpha:]_]{3}", 3, 3}, Widths{"(?i)ab(?-i)c", 3, 3},
                    Widths{"(?s:.)x", 2, 2}, Widths{"a{,3}", 5, 5},
                    Widths{"(?:a{0,10}){0,10}", 0, 100}, Widths{"()|a", 0, 1},
                    Widths{"ä", 2, 2}));  // two bytes of UTF-8

TEST(Pattern, GroupsKeepTheirNames) {
  const PatternNode node = parse("x(?P<secret>[a-z]{8})(?:y)(z)");
  ASSERT_EQ(node.children.size(), 4U);
  EXPECT_EQ(node.children[1].kind, PatternNode::Kind::Group);
  EXPECT_EQ(node.children[1].name, "secret");
  EXPECT_EQ(node.children[2].name, "");
}

ByteSet bytes_of(const std::string& pattern) {
  const PatternNode node = parse(pattern);
  EXPECT_EQ(node.kind, PatternNode::Kind::Bytes) << pattern;
  return node.bytes;
}

TEST(Pattern, BytesAreAskedFromRe2) {
  EXPECT_EQ(bytes_of("[0-9a-f]").count(), 16U);
  EXPECT_EQ(bytes_of(".").count(), 255U);  // all but the newline
  EXPECT_EQ(bytes_of("[^a]").count(), 255U);
  EXPECT_TRUE(bytes_of("[^a]")['\n']);
  EXPECT_EQ(bytes_of(R"(\s)").count(), 5U);  // tab, newline, form feed, return, space
  EXPECT_EQ(bytes_of(R"(\w)").count(), 63U);
  EXPECT_EQ(bytes_of(R"(\x41)").count(), 1U);
  const PatternNode caseless = parse("(?i)k1");
  ASSERT_EQ(caseless.children.size(), 2U);
  EXPECT_EQ(caseless.children[0].bytes.count(), 2U);
  EXPECT_EQ(caseless.children[1].bytes.count(), 1U);
}

TEST(Pattern, FlagsEndWithTheirGroup) {
  const PatternNode node = parse("(?:(?i)a|b)c");
  const PatternNode& group = node.children[0];
  const PatternNode& branches = group.children[0];
  EXPECT_EQ(branches.children[0].bytes.count(), 2U);
  EXPECT_EQ(branches.children[1].bytes.count(), 2U);
  EXPECT_EQ(node.children[1].bytes.count(), 1U);
}

TEST(Pattern, BrokenCountsAreLiteralBraces) {
  const std::pair<const char*, std::vector<std::size_t>> cases[] = {
      {"a{36", {1}},      {"a{3,6", {1}},     {"a{,3}", {1}}, {"a{ 2}", {1}},   {"(a{2)b", {2}},
      {"ab{2{3", {2, 4}}, {"a{2}{36", {4}},   {"a{36}", {}},  {"a{3,}", {}},    {"a{3,6}?", {}},
      {R"(a\{36)", {}},   {R"(\x{41}b)", {}}, {"[{3]", {}},   {"{\"a\":1", {}}, {"a{b}", {}}};
  for (const auto& [pattern, expected] : cases) {
    EXPECT_EQ(broken_counts(pattern), expected) << pattern;
  }
  // That RE2 reads them so: each matches itself as it stands.
  for (const char* pattern : {"a{36", "a{3,6", "a{,3}", "a{ 2}", "ab{2{3"}) {
    EXPECT_TRUE(re2::RE2::FullMatch(pattern, re2::RE2(pattern, pattern_options()))) << pattern;
  }
}

struct Refusal {
  std::string pattern;
  const char* where;
  const char* why;
};

class PatternRefused : public testing::TestWithParam<Refusal> {};

TEST_P(PatternRefused, WithItsPlace) {
  ByteSets byte_sets;
  const Result<PatternNode> node = parse_pattern(GetParam().pattern, byte_sets);
  ASSERT_FALSE(node.ok());
  EXPECT_EQ(node.error().kind, ErrorKind::Invalid);
  EXPECT_THAT(node.error().where, testing::StartsWith(GetParam().where));
  EXPECT_THAT(node.error().why, HasSubstr(GetParam().why));
}

INSTANTIATE_TEST_SUITE_P(
    Table, PatternRefused,
    testing::Values(Refusal{"", "the pattern", "empty"}, Refusal{"a(b", "the pattern", "missing )"},
                    Refusal{"a)b", "the pattern", "unexpected )"},
                    Refusal{"*a", "character 1", "no argument"},
                    Refusal{"a{1001}", "character 2", "invalid repetition size"},
                    Refusal{R"(a(?P<x>b)(?P<x>c))", "character 10",
                            "the group name 'x' stands twice"},
                    Refusal{R"(a\1)", "character 2", "invalid escape"},
                    Refusal{R"(ab\pLc)", "character 3", "not part of rule patterns"},
                    Refusal{R"(\Qa.b\E)", "character 1", "not part of rule patterns"},
                    Refusal{R"(a\C)", "character 2", "not part of rule patterns"},
                    Refusal{"a[äö]", "character 2", "outside ASCII"},
                    Refusal{"(?m)^a$", "character 1", "a kind of group"},
                    Refusal{R"(a\x{100})", "character 2", "invalid escape"},
                    Refusal{std::string(5000, 'a'), "the pattern", "longer than 4096"},
                    Refusal{std::string(60, '(') + "a" + std::string(60, ')'), "character 52",
                            "nested deeper than 50"}));

}  // namespace
}  // namespace leakwarden::scanner
