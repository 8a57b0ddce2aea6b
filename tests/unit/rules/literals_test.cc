#include "scanner/rules/literals.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

std::optional<std::vector<std::string>> literals(const std::string& pattern) {
  ByteSets byte_sets;
  const Result<PatternNode> node = parse_pattern(pattern, byte_sets);
  EXPECT_TRUE(node.ok()) << pattern;
  return literals_of(*node);
}

TEST(Literals, ListsEveryText) {
  using testing::UnorderedElementsAre;
  EXPECT_THAT(*literals("A(?:KIA|BIA)_"), UnorderedElementsAre("AKIA_", "ABIA_"));
  EXPECT_THAT(*literals("do[or]_v1"), UnorderedElementsAre("doo_v1", "dor_v1"));
  EXPECT_THAT(*literals("(?i)Key"), UnorderedElementsAre("key"));
  EXPECT_THAT(*literals("ab?c"), UnorderedElementsAre("ac", "abc"));
  EXPECT_THAT(*literals("-{2,3}x"), UnorderedElementsAre("--x", "---x"));
  EXPECT_THAT(*literals(R"(\bab\b)"), UnorderedElementsAre("ab"));
}

TEST(Literals, NothingWhereTheyAreMany) {
  EXPECT_FALSE(literals("[a-z]").has_value());
  EXPECT_FALSE(literals("a*").has_value());
  EXPECT_FALSE(literals("(?:[ab]){7}").has_value());  // 128 texts
  EXPECT_TRUE(literals("(?:[ab]){6}").has_value());   // 64
  EXPECT_FALSE(literals(std::string(65, 'a')).has_value());
  EXPECT_TRUE(literals(std::string(64, 'a')).has_value());
}

}  // namespace
}  // namespace leakwarden::scanner
