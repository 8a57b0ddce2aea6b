// staged_changes against `git diff --cached --raw` and `git ls-tree`.
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <set>

#include "scanner/git/index.h"
#include "scanner/git/sha1.h"
#include "tests/support/git_sandbox.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Dice;
using leakwarden::testing::fields_of;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::lines_of;

std::shared_ptr<Repository> open(const std::string& path) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(path, {});
  EXPECT_TRUE(repository.ok()) << repository.error().message();
  return *repository;
}

std::set<std::string> staged(const std::string& path, const std::string& index_file = "") {
  Result<StagedChanges> changes = staged_changes(*open(path), index_file);
  EXPECT_TRUE(changes.ok()) << changes.error().message();
  EXPECT_TRUE(changes->gaps.empty());
  std::set<std::string> found;
  for (const IndexEntry& entry : changes->entries) found.insert(entry.path + " " + entry.id.hex());
  return found;
}

// The definition, from git's own listings.
std::set<std::string> staged_by_git(GitSandbox& sandbox) {
  std::set<std::string> in_head;
  for (const std::string& line : lines_of(sandbox.git({"ls-tree", "-r", "HEAD"})))
    in_head.insert(fields_of(fields_of(line, '\t')[0])[2]);
  std::set<std::string> found;
  for (const std::string& line :
       lines_of(sandbox.git({"diff", "--cached", "--raw", "--no-renames", "--abbrev=40"}))) {
    std::vector<std::string> fields = fields_of(fields_of(line, '\t')[0]);
    bool is_file = fields[1] != "000000" && fields[1] != "160000";
    if (is_file && in_head.count(fields[3]) == 0)
      found.insert(fields_of(line, '\t')[1] + " " + fields[3]);
  }
  return found;
}

std::set<std::string> new_paths(const std::string& path) {
  Result<StagedChanges> changes = staged_changes(*open(path), "");
  EXPECT_TRUE(changes.ok()) << changes.error().message();
  std::set<std::string> found;
  for (const NewPath& name : changes->new_paths) {
    EXPECT_EQ(name.name_at, name.path.rfind('/') + 1) << name.path;
    found.insert(name.path);
  }
  return found;
}

std::set<std::string> names_in(GitSandbox& sandbox, const std::string& tree) {
  const std::vector<std::string> lines =
      lines_of(sandbox.git({"ls-tree", "-r", "-t", "--name-only", tree}));
  return std::set<std::string>(lines.begin(), lines.end());
}

// Names of the tree that a commit would have now, without those of HEAD's.
std::set<std::string> new_paths_by_git(GitSandbox& sandbox) {
  std::set<std::string> found = names_in(sandbox, sandbox.git_line({"write-tree"}));
  for (const std::string& known : names_in(sandbox, "HEAD")) found.erase(known);
  return found;
}

std::string random_path(Dice& dice) {
  std::string path;
  for (unsigned long long depth = dice.below(4); depth > 0; --depth)
    path += "folder" + std::to_string(dice.below(4)) + "/";
  return path + "file" + std::to_string(dice.below(8)) + ".txt";
}

TEST(StagedChanges, AgreeWithGitAfterRandomEdits) {
  for (unsigned seed : {1u, 2u, 3u}) {
    GitSandbox sandbox;
    Dice dice(seed);
    for (int i = 0; i < 60; ++i) sandbox.write(random_path(dice), dice.text(2));
    sandbox.commit_all("first");
    for (int round = 0; round < 12; ++round) {
      for (unsigned long long edits = dice.below(6); edits > 0; --edits) {
        std::string path = random_path(dice);
        unsigned long long kind = dice.below(4);
        if (kind == 0)
          sandbox.try_git({"rm", "-q", "-f", "--ignore-unmatch", path});
        else if (kind == 1)
          sandbox.try_git({"mv", "-f", path, random_path(dice)});
        else
          sandbox.write(path, dice.text(1));
        if (dice.below(2) == 0) sandbox.git({"add", "-A"});
      }
      sandbox.git({"add", "-A"});
      EXPECT_EQ(staged(sandbox.path()), staged_by_git(sandbox)) << "seed " << seed;
      EXPECT_EQ(new_paths(sandbox.path()), new_paths_by_git(sandbox)) << "seed " << seed;
      if (round % 3 == 0) sandbox.commit_all("round");
    }
  }
}

TEST(StagedChanges, AreEverythingBeforeTheFirstCommit) {
  GitSandbox sandbox;
  EXPECT_TRUE(staged(sandbox.path()).empty()) << "no index at all";
  sandbox.write("a", "1");
  sandbox.write("b/c", "2");
  sandbox.git({"add", "-A"});
  EXPECT_EQ(staged(sandbox.path()).size(), 2u);
}

TEST(StagedChanges, DoNotCountMovesAndCopies) {
  GitSandbox sandbox;
  sandbox.write("a/one", "one");
  sandbox.write("b/two", "two");
  sandbox.write("c/three", "three");
  sandbox.commit_all("first");
  sandbox.git({"mv", "a/one", "moved"});  // out of a folder that is gone now
  sandbox.write("copy", "two");           // of a file in an unchanged folder
  sandbox.write("fresh", "fresh");
  sandbox.git({"add", "-A"});
  EXPECT_EQ(staged(sandbox.path()),
            (std::set<std::string>{"fresh " + object_id_of(ObjectType::Blob, "fresh", 20).hex()}));
}

TEST(StagedChanges, NameWhatARenameOfAFileOrFolderBrings) {
  GitSandbox sandbox;
  sandbox.write("a/one", "one");
  sandbox.write("b/deep/two", "two");
  sandbox.commit_all("first");
  sandbox.git({"mv", "a/one", "a/renamed"});
  sandbox.git({"mv", "b", "c"});
  sandbox.git({"update-index", "--add", "--cacheinfo", "160000," + std::string(40, '1') + ",sub"});
  sandbox.write("intended/x", "x");
  sandbox.git({"add", "-N", "intended/x"});
  EXPECT_TRUE(staged(sandbox.path()).empty());
  EXPECT_EQ(new_paths(sandbox.path()),
            (std::set<std::string>{"a/renamed", "c", "c/deep", "c/deep/two", "sub"}));
}

TEST(StagedChanges, SkipIntentToAddAndSubmodules) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  sandbox.commit_all("first");
  sandbox.write("intended", "x");
  sandbox.git({"add", "-N", "intended"});
  sandbox.git({"update-index", "--add", "--cacheinfo", "160000," + std::string(40, '1') + ",sub"});
  EXPECT_TRUE(staged(sandbox.path()).empty());
}

TEST(StagedChanges, ShowAllStagesOfAConflict) {
  GitSandbox sandbox;
  sandbox.write("file", "base");
  sandbox.commit_all("base");
  sandbox.git({"checkout", "-q", "-b", "other"});
  sandbox.write("file", "theirs");
  sandbox.write("clean", "from the other branch");
  sandbox.commit_all("theirs");
  sandbox.git({"checkout", "-q", "main"});
  sandbox.write("file", "ours");
  sandbox.commit_all("ours");
  EXPECT_NE(sandbox.try_git({"merge", "other"}).exit_code, 0);
  // "theirs" and "clean" are in MERGE_HEAD, "ours" in HEAD: only the old base is in neither.
  EXPECT_EQ(staged(sandbox.path()),
            (std::set<std::string>{"file " + object_id_of(ObjectType::Blob, "base", 20).hex()}));
  sandbox.write("file", "resolved");
  sandbox.git({"add", "-A"});
  EXPECT_EQ(
      staged(sandbox.path()),
      (std::set<std::string>{"file " + object_id_of(ObjectType::Blob, "resolved", 20).hex()}));
}

TEST(StagedChanges, ReadTheIndexThatGitNames) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  sandbox.commit_all("first");
  sandbox.write("b", "2");
  sandbox.environment["GIT_INDEX_FILE"] = sandbox / "other-index";
  sandbox.git({"add", "b"});
  EXPECT_TRUE(staged(sandbox.path()).empty());
  EXPECT_EQ(staged(sandbox.path(), sandbox / "other-index").size(), 1u);
  ::setenv("GIT_INDEX_FILE", (sandbox / "other-index").c_str(), 1);
  EXPECT_EQ(staged(sandbox.path()).size(), 1u);
  ::unsetenv("GIT_INDEX_FILE");
}

TEST(StagedChanges, WorkInLinkedWorktrees) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  sandbox.commit_all("first");
  leakwarden::testing::TemporaryFolder folder;
  sandbox.git({"worktree", "add", "-q", folder / "linked"});
  leakwarden::testing::write_file(folder / "linked/new", "new");
  sandbox.git_in(folder / "linked", {"add", "-A"});
  EXPECT_EQ(staged(folder / "linked").size(), 1u);
  EXPECT_TRUE(staged(sandbox.path()).empty());
}

}  // namespace
}  // namespace leakwarden::scanner
