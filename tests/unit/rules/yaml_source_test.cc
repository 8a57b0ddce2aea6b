#include "scanner/rules/yaml_source.h"
#include "tests/support/slowdown.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace leakwarden::scanner {
namespace {

using ::testing::HasSubstr;

TEST(YamlSource, TellsWhereEachValueStands) {
  const Result<YamlNode> root = parse_yaml("a: 1\nlist:\n  - x\n  - 'y'\nm: {k: v}\n", "f.yaml");
  ASSERT_TRUE(root.ok()) << root.error().message();
  ASSERT_EQ(root->kind, YamlNode::Kind::Mapping);
  ASSERT_EQ(root->entries.size(), 3U);
  EXPECT_EQ(root->entries[1].key, "list");
  EXPECT_EQ(root->entries[1].place.line, 2);
  const YamlNode* list = root->find("list");
  ASSERT_NE(list, nullptr);
  ASSERT_EQ(list->items.size(), 2U);
  EXPECT_EQ(list->items[0].place.line, 3);
  EXPECT_EQ(list->items[0].place.column, 5);
  EXPECT_FALSE(list->items[0].quoted);
  EXPECT_TRUE(list->items[1].quoted);
  EXPECT_EQ(root->find("m")->find("k")->text, "v");
  EXPECT_EQ(root->find("none"), nullptr);
}

TEST(YamlSource, KeepsRepeatedKeysForTheReaderToRefuse) {
  const Result<YamlNode> root = parse_yaml("a: 1\na: 2\n", "f.yaml");
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->entries.size(), 2U);
}

TEST(YamlSource, EmptyTextIsNothing) {
  for (const char* text : {"", "\n\n", "# only a comment\n"}) {
    const Result<YamlNode> root = parse_yaml(text, "f.yaml");
    ASSERT_TRUE(root.ok()) << text;
    EXPECT_EQ(root->kind, YamlNode::Kind::Null);
  }
}

struct Refused {
  const char* text;
  const char* where;
  const char* why;
};

class YamlRefused : public ::testing::TestWithParam<Refused> {};

TEST_P(YamlRefused, AtItsPlace) {
  const Result<YamlNode> root = parse_yaml(GetParam().text, "f.yaml");
  ASSERT_FALSE(root.ok());
  EXPECT_EQ(root.error().kind, ErrorKind::Invalid);
  EXPECT_EQ(root.error().where, GetParam().where);
  EXPECT_THAT(root.error().why, HasSubstr(GetParam().why));
  EXPECT_FALSE(root.error().remedy.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Table, YamlRefused,
    ::testing::Values(Refused{"a: &x 1\nb: 2\n", "f.yaml:1:4", "anchors"},
                    Refused{"a: &x 1\n", "f.yaml:1:4", "anchors"},
                    Refused{"a: !!int 1\n", "f.yaml:1:4", "tags"},
                    Refused{"? [a]\n: b\n", "f.yaml:1:3", "a key must be plain text"},
                    Refused{"{[a]: b}\n", "f.yaml:1:2", "a key must be plain text"},
                    Refused{"a: [1, 2\n", "f.yaml:2:1", ""}, Refused{"a: b: c\n", "f.yaml:1:5", ""},
                    Refused{"a: 1\n---\nb: 2\n", "f.yaml:3:1", "second document"}));

TEST(YamlSource, RefusesNulBytesAndUtf16) {
  EXPECT_EQ(parse_yaml(std::string("a: 1\n\0b: 2", 10), "f").error().where, "f:2:1");
  EXPECT_FALSE(parse_yaml(std::string("\xff\xfe"
                                      "a\0",
                                      4),
                          "f")
                   .ok());
}

TEST(YamlSource, DepthEndsAtItsBound) {
  const std::size_t depth = kMaxYamlDepth;
  const std::string good = std::string(depth, '[') + std::string(depth, ']');
  EXPECT_TRUE(parse_yaml(good, "f").ok());
  const Result<YamlNode> deep = parse_yaml("[" + good + "]", "f");
  ASSERT_FALSE(deep.ok());
  EXPECT_THAT(deep.error().why, HasSubstr("nested deeper than 16"));
}

constexpr double kSeconds = 20 * leakwarden::testing::kSlowdown;  // unbounded bombs take hours

// Each of these makes a naive reader recurse, multiply or crawl. One MiB is the most we read.
TEST(YamlSource, BombsEndSoon) {
  const std::size_t size = (1 << 20) - 64;
  std::string dashes;
  while (dashes.size() < size) dashes += "- ";
  std::string flow_maps;
  while (flow_maps.size() < size) flow_maps += "{a: ";
  std::string questions;
  while (questions.size() < size) questions += "? ";
  std::string items = "[";
  while (items.size() < size) items += "1,";
  std::string colons = "a";
  while (colons.size() < size) colons += ": a";
  std::string lines;
  while (lines.size() < size) lines += "a:\n";
  std::string laughs = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n";
  for (const std::string& bomb :
       {std::string(size, '['), std::string(size, '{'), dashes, flow_maps, questions, items, colons,
        lines, laughs, "'" + std::string(size, 'a'), std::string(size, '"'),
        std::string(size, ' ') + "a", std::string(size, '&')}) {
    const std::chrono::steady_clock::time_point start = std::chrono::steady_clock::now();
    const Result<YamlNode> root = parse_yaml(bomb, "f");
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    EXPECT_LT(took.count(), kSeconds) << bomb.substr(0, 20);
    EXPECT_TRUE(!root.ok() || root->entries.size() + root->items.size() <= kMaxYamlNodes);
  }
  const Result<YamlNode> large = parse_yaml(std::string((1 << 20) + 1, '#'), "f");
  ASSERT_FALSE(large.ok());
  EXPECT_EQ(large.error().kind, ErrorKind::TooLarge);
}

TEST(YamlSource, BlockTextsAreTexts) {
  const Result<YamlNode> root = parse_yaml("a: |\n  one\n  two\n", "f");
  ASSERT_TRUE(root.ok());
  EXPECT_EQ(root->find("a")->text, "one\ntwo\n");
  EXPECT_TRUE(root->find("a")->quoted);
}

}  // namespace
}  // namespace leakwarden::scanner
