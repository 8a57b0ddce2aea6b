// index_folders against the trees that git writes, and cache trees that lie against what git makes
// of them.
#include "scanner/git/index_folders.h"

#include <gtest/gtest.h>

#include "scanner/git/index.h"
#include "scanner/git/sha1.h"
#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Dice;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::read_file;
using leakwarden::testing::write_file;

std::string path_of_index(GitSandbox& sandbox) {
  return sandbox / ".git/index";
}

IndexFile index_of(GitSandbox& sandbox, unsigned id_bytes = 20) {
  Result<IndexFile> index = parse_index_file(read_file(path_of_index(sandbox)), id_bytes);
  EXPECT_TRUE(index.ok()) << index.error().message();
  return std::move(*index);
}

void fill(GitSandbox& sandbox, unsigned seed) {
  Dice dice(seed);
  for (int i = 0; i < 80; ++i) {
    std::string path = "f" + std::to_string(dice.below(3));
    for (unsigned long long depth = dice.below(4); depth > 0; --depth)
      path += "/f" + std::to_string(dice.below(3)) + std::string(dice.below(2), '.');
    sandbox.write(path + "-file" + std::string(dice.below(9), 'x'), dice.text(1));
  }
}

void expect_trees_of_git(GitSandbox& sandbox, unsigned id_bytes) {
  const IndexFile index = index_of(sandbox, id_bytes);
  const std::vector<IndexFolder> folders = index_folders(index.entries, id_bytes);
  const std::string tree = sandbox.git_line({"write-tree"});
  for (const IndexFolder& folder : folders) {
    const std::string path(folder.path.substr(0, folder.path.rfind('/')));
    ASSERT_TRUE(folder.id) << path;
    EXPECT_EQ(folder.id->hex(),
              sandbox.git_line({"rev-parse", folder.path.empty() ? tree : tree + ":" + path}));
  }
  EXPECT_EQ(folders.size(), 1 + leakwarden::testing::lines_of(
                                    sandbox.git({"ls-tree", "-r", "-d", "--name-only", tree}))
                                    .size());
}

TEST(IndexFolders, HaveTheTreesThatGitWrites) {
  for (unsigned seed : {1u, 2u, 3u}) {
    GitSandbox sandbox;
    fill(sandbox, seed);
    sandbox.git({"add", "-A"});
    sandbox.git({"update-index", "--chmod=+x",
                 sandbox.git_line({"ls-files"}).substr(0, sandbox.git({"ls-files"}).find('\n'))});
    expect_trees_of_git(sandbox, 20);
  }
  GitSandbox sandbox({"--object-format=sha256"});
  fill(sandbox, 4);
  sandbox.git({"add", "-A"});
  expect_trees_of_git(sandbox, 32);
}

TEST(IndexFolders, LeaveOutWhatIsOnlyIntended) {
  GitSandbox sandbox;
  sandbox.write("a/real", "1");
  sandbox.git({"add", "-A"});
  const std::string before = sandbox.git_line({"write-tree"});
  sandbox.write("a/intended", "2");
  sandbox.write("b/intended", "2");
  sandbox.git({"add", "-N", "-A"});
  const IndexFile index = index_of(sandbox);
  const std::vector<IndexFolder> folders = index_folders(index.entries, 20);
  ASSERT_EQ(folders.size(), 3u);
  EXPECT_EQ(folders[0].id->hex(), before);
  EXPECT_FALSE(folders[2].id) << "a folder of nothing but intentions is in no tree";
}

TEST(IndexFolders, OfAnEmptyIndexAreTheEmptyRoot) {
  const std::vector<IndexFolder> folders = index_folders({}, 20);
  ASSERT_EQ(folders.size(), 1u);
  EXPECT_EQ(folders[0].id->hex(), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
}

TEST(IndexFolders, OfAConflictHaveNoTree) {
  IndexEntry entry;
  entry.path = "a/b/c";
  entry.mode = 0100644;
  entry.stage = 2;
  IndexEntry other;
  other.path = "d/e";
  other.mode = 0100644;
  const std::vector<IndexEntry> entries = {entry, other};
  const std::vector<IndexFolder> folders = index_folders(entries, 20);
  ASSERT_EQ(folders.size(), 4u);
  for (std::size_t i : {0u, 1u, 2u}) EXPECT_FALSE(folders[i].id) << folders[i].path;
  EXPECT_TRUE(folders[3].id);
}

TEST(IndexFolders, TheCacheTreeOfGitDoesNotLie) {
  GitSandbox sandbox;
  fill(sandbox, 7);
  sandbox.commit_all("first");
  sandbox.write("f0/new", "x");
  sandbox.git({"add", "-A"});
  const IndexFile index = index_of(sandbox);
  ASSERT_FALSE(index.cache_tree.empty());
  EXPECT_TRUE(lying_nodes(index, index_folders(index.entries, 20)).empty());
}

// Puts `new_id` where the cache tree says `old_id`, and mends the checksum.
void make_lie(GitSandbox& sandbox, const std::string& old_id, const std::string& new_id) {
  std::string bytes = read_file(path_of_index(sandbox));
  const std::size_t tree = bytes.rfind("TREE");
  ASSERT_NE(tree, std::string::npos);
  const std::size_t at = bytes.find(ObjectId::from_hex(old_id)->bytes(), tree);
  ASSERT_NE(at, std::string::npos);
  bytes.replace(at, 20, ObjectId::from_hex(new_id)->bytes());
  bytes.resize(bytes.size() - 20);
  bytes += content_hash(bytes, 20).bytes();
  write_file(path_of_index(sandbox), bytes);
}

std::vector<std::string> staged_paths(GitSandbox& sandbox) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(sandbox.path(), {});
  Result<StagedChanges> changes = staged_changes(**repository, "");
  std::vector<std::string> paths;
  for (const IndexEntry& entry : changes->entries) paths.push_back(entry.path);
  return paths;
}

// A tree with one file that no entry of the index names.
std::string hidden_tree(GitSandbox& sandbox) {
  const std::string blob = sandbox.git_line({"hash-object", "-w", "--stdin"}, "hidden");
  return sandbox.git_line({"mktree"}, "100644 blob " + blob + "\thidden\n");
}

TEST(IndexFolders, WhatGitWouldCommitByALyingCacheTreeIsStaged) {
  GitSandbox sandbox;
  sandbox.write("d/file", "1");
  sandbox.write("top", "1");
  sandbox.commit_all("first");
  sandbox.git({"read-tree", "HEAD"});
  const std::string hidden = hidden_tree(sandbox);
  make_lie(sandbox, sandbox.git_line({"rev-parse", "HEAD^{tree}"}), hidden);
  EXPECT_EQ(sandbox.git_line({"write-tree"}), hidden) << "git believes it";
  EXPECT_EQ(staged_paths(sandbox), std::vector<std::string>{"hidden"});
}

TEST(IndexFolders, ALieAboutOneFolderCountsThoughTheRootIsNotValid) {
  GitSandbox sandbox;
  sandbox.write("d/file", "1");
  sandbox.commit_all("first");
  sandbox.git({"read-tree", "HEAD"});
  const std::string hidden = hidden_tree(sandbox);
  make_lie(sandbox, sandbox.git_line({"rev-parse", "HEAD:d"}), hidden);
  sandbox.write("top", "2");
  sandbox.git({"add", "top"});
  EXPECT_EQ(sandbox.git_line({"rev-parse", sandbox.git_line({"write-tree"}) + ":d"}), hidden);
  EXPECT_EQ(staged_paths(sandbox), (std::vector<std::string>{"top", "d/hidden"}));
}

TEST(IndexFolders, ALieHidesNoEntry) {
  GitSandbox sandbox;
  sandbox.write("d/file", "1");
  sandbox.commit_all("first");
  const std::string before = sandbox.git_line({"rev-parse", "HEAD:d"});
  sandbox.write("d/file", "changed");
  sandbox.git({"add", "-A"});
  sandbox.git({"write-tree"});  // makes the cache tree valid again
  make_lie(sandbox, sandbox.git_line({"rev-parse", sandbox.git_line({"write-tree"}) + ":d"}),
           before);
  EXPECT_EQ(staged_paths(sandbox), std::vector<std::string>{"d/file"});
}

TEST(IndexFolders, ALieOfATreeThatIsNotThereIsNotBelieved) {
  GitSandbox sandbox;
  sandbox.write("d/file", "1");
  sandbox.commit_all("first");
  sandbox.git({"read-tree", "HEAD"});
  const std::string tree = sandbox.git_line({"rev-parse", "HEAD^{tree}"});
  make_lie(sandbox, tree, std::string(40, '7'));
  EXPECT_EQ(sandbox.git_line({"write-tree"}), tree) << "nor does git";
  EXPECT_TRUE(staged_paths(sandbox).empty());
}

}  // namespace
}  // namespace leakwarden::scanner
