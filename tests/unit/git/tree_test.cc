#include "scanner/git/tree.h"

#include <gtest/gtest.h>

#include "tests/support/git_sandbox.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::sha1_bytes;
using leakwarden::testing::tree_entry;

TEST(Tree, ListsAndFindsWhatGitWrote) {
  leakwarden::testing::GitSandbox sandbox;
  // "a.b" sorts before folder "a" in git's order, after it in ours.
  for (const char* name : {"a/x", "a.b", "a0", "b", "z/y/w"}) sandbox.write(name, name);
  sandbox.commit_all("first");
  std::string bytes = sandbox.git({"cat-file", "tree", "HEAD^{tree}"});
  Result<Tree> tree = Tree::parse(bytes, 20);
  ASSERT_TRUE(tree.ok());
  std::vector<std::string> names;
  for (std::size_t i = 0; i < tree->size(); ++i) {
    TreeEntry entry = tree->entry(i);
    names.emplace_back(entry.name);
    EXPECT_EQ(entry.id().hex(), sandbox.git_line({"rev-parse", "HEAD:" + std::string(entry.name)}));
    EXPECT_EQ(entry.is_tree(), entry.name == "a" || entry.name == "z");
    EXPECT_EQ(entry.is_blob(), !entry.is_tree());
    Tree::Range found = tree->find(entry.name);
    EXPECT_EQ(found.first, i);
    EXPECT_EQ(found.last, i + 1);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"a", "a.b", "a0", "b", "z"}));
  Tree::Range none = tree->find("absent");
  EXPECT_EQ(none.first, none.last);
}

TEST(Tree, FindsDuplicatesTogether) {
  std::string bytes =
      tree_entry("100644", "z", sha1_bytes("1")) + tree_entry("40000", "dup", sha1_bytes("2")) +
      tree_entry("160000", "a", sha1_bytes("3")) + tree_entry("120000", "dup", sha1_bytes("4"));
  Result<Tree> tree = Tree::parse(bytes, 20);
  ASSERT_TRUE(tree.ok());
  Tree::Range dup = tree->find("dup");
  ASSERT_EQ(dup.last - dup.first, 2u);
  EXPECT_TRUE(tree->entry(dup.first).is_tree());
  EXPECT_TRUE(tree->entry(dup.first + 1).is_blob());
  EXPECT_TRUE(tree->entry(0).is_commit());
}

TEST(TreeCursor, FindsWhatFindFinds) {
  std::string bytes;
  for (const char* name : {"b", "d", "d", "f", "h"})
    bytes += tree_entry("100644", name, sha1_bytes(name));
  Tree tree = *Tree::parse(bytes, 20);
  TreeCursor cursor(tree);
  for (const char* name : {"", "a", "b", "b", "c", "d", "e", "h", "z"}) {
    EXPECT_EQ(cursor.find(name).first, tree.find(name).first) << name;
    EXPECT_EQ(cursor.find(name).last, tree.find(name).last) << name;
  }
}

TEST(Tree, MayBeEmpty) {
  Result<Tree> tree = Tree::parse("", 20);
  ASSERT_TRUE(tree.ok());
  EXPECT_EQ(tree->size(), 0u);
}

TEST(Tree, IsCorruptWhenCutAnywhereInAnEntry) {
  std::string bytes = tree_entry("100644", "name", sha1_bytes("1"));
  for (std::size_t size = 1; size < bytes.size(); ++size)
    EXPECT_FALSE(Tree::parse(bytes.substr(0, size), 20).ok()) << size;
  EXPECT_TRUE(Tree::parse(bytes, 20).ok());
  EXPECT_FALSE(Tree::parse(bytes, 32).ok()) << "ids of another hash";
}

}  // namespace
}  // namespace leakwarden::scanner
