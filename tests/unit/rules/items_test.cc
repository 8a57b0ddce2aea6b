#include "scanner/rules/items.h"

#include <gtest/gtest.h>

namespace leakwarden::scanner {
namespace {

PatternNode tree_of(const std::string& pattern) {
  ByteSets byte_sets;
  return parse_pattern(pattern, byte_sets).value();
}

TEST(ItemsOf, GroupsAreOpened) {
  EXPECT_EQ(items_of(tree_of("a(?:b(?:cd))e")).size(), 5u);
  EXPECT_EQ(items_of(tree_of("a[bc]{2,3}(?:d|e)")).size(), 3u);
  EXPECT_EQ(items_of(tree_of("a")).size(), 1u);
}

TEST(BranchesOf, AreTheAlternationsOfTheWhole) {
  EXPECT_EQ(branches_of(tree_of("ab(?:c|d)")).size(), 1u);
  const std::vector<Items> branches = branches_of(tree_of("(?:ab|(?:cde|f))"));
  ASSERT_EQ(branches.size(), 3u);
  EXPECT_EQ(branches[1].size(), 3u);
}

}  // namespace
}  // namespace leakwarden::scanner
