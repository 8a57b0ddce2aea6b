// Hostile trees, tags and histories: the rows H–K of shared/design/reliability.md, section 2.
#include <gtest/gtest.h>

#include "scanner/git/changes.h"
#include "scanner/git/repository.h"
#include "tests/support/budget.h"
#include "tests/support/hostile_repository.h"

namespace leakwarden::scanner {
namespace {

using namespace leakwarden::testing;

ObjectId id_of(std::string_view raw) {
  return *ObjectId::from_bytes(raw);
}

std::shared_ptr<Repository> open(const HostileRepository& hostile, OpenOptions options = {}) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(hostile.path(), options);
  EXPECT_TRUE(repository.ok()) << repository.error().message();
  return *repository;
}

std::string commit_text(std::string_view tree, const std::vector<std::string>& parents = {},
                        long long date = 1700000000) {
  std::string text = "tree " + to_hex_text(tree) + "\n";
  for (const std::string& parent : parents) text += "parent " + to_hex_text(parent) + "\n";
  std::string person = "A <a@example.com> " + std::to_string(date) + " +0000\n";
  return text + "author " + person + "committer " + person + "\nmessage\n";
}

CommitInfo commit_with_tree(std::string_view tree) {
  return *parse_commit(id_of(sha1_bytes("commit")), commit_text(tree));
}

// Packs, so that 100,000 objects are two files.
std::string add_tree(PackBuilder& pack, const std::string& content) {
  std::string id = git_object_id("tree", content);
  pack.add(PackBuilder::kTree, content, id);
  return id;
}

TEST(HostileTrees, H_NestedAHundredThousandDeep) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string blob = git_object_id("blob", "deep");
  pack.add(PackBuilder::kBlob, "deep", blob);
  std::string tree = add_tree(pack, tree_entry("100644", "file", blob));
  for (int depth = 0; depth < 100'000; ++depth)
    tree = add_tree(pack, tree_entry("100644", "f", blob) + tree_entry("40000", "n", tree));
  hostile.add_pack(pack);
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(2, 64);
  std::vector<Gap> gaps;
  Result<CommitChanges> changes = commit_changes(*repository, commit_with_tree(tree), gaps);
  ASSERT_TRUE(changes.ok());
  EXPECT_EQ(changes->introduced.size(), 1025u);
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_TRUE(gaps[0].caused_by_content);
  gaps.clear();
  EXPECT_EQ(tree_blobs(*repository, id_of(tree), gaps)->size(), 1025u);
  EXPECT_EQ(gaps.size(), 1u);
}

TEST(HostileTrees, I_TenThousandMillionPaths) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string blob = git_object_id("blob", "bomb");
  pack.add(PackBuilder::kBlob, "bomb", blob);
  auto ten_of = [](std::string_view mode, std::string_view id) {
    std::string content;
    for (char name = '0'; name <= '9'; ++name)
      content += tree_entry(mode, std::string(1, name), id);
    return content;
  };
  std::string tree = add_tree(pack, ten_of("100644", blob));
  for (int level = 0; level < 9; ++level) tree = add_tree(pack, ten_of("40000", tree));
  hostile.add_pack(pack);
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(5, 128);
  std::vector<Gap> gaps;
  Result<CommitChanges> changes = commit_changes(*repository, commit_with_tree(tree), gaps);
  ASSERT_TRUE(changes.ok());
  EXPECT_EQ(changes->introduced.size(), 10u) << "each comparison once";
  EXPECT_TRUE(gaps.empty());
  std::vector<IntroducedBlob> blobs = *tree_blobs(*repository, id_of(tree), gaps);
  EXPECT_GT(blobs.size(), 10u);
  EXPECT_LT(blobs.size(), 200'000u);
}

TEST(HostileTrees, J_OneMillionEntries) {
  HostileRepository hostile;
  std::string content;
  content.reserve(36'000'000);
  for (int i = 0; i < 1'000'000; ++i) {
    char name[16];
    std::snprintf(name, sizeof name, "file%07d", i);
    content += tree_entry("100644", name, sha1_bytes(std::to_string(i % 1000)));
  }
  PackBuilder pack;
  std::string tree = add_tree(pack, content);
  content.clear();
  content.shrink_to_fit();
  hostile.add_pack(pack);
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(15, 300);  // most of the memory is a million answers
  std::vector<Gap> gaps;
  Result<CommitChanges> changes = commit_changes(*repository, commit_with_tree(tree), gaps);
  ASSERT_TRUE(changes.ok());
  EXPECT_EQ(changes->introduced.size(), 1'000'000u);
  EXPECT_TRUE(gaps.empty());
}

TEST(HostileTrees, OddNamesOrderAndDuplicates) {
  HostileRepository hostile;
  std::string one = hostile.add_loose("blob", "one");
  std::string two = hostile.add_loose("blob", "two");
  std::string inner = hostile.add_loose("tree", tree_entry("100644", "x", two));
  std::string content;
  for (std::string_view name : {"..", ".git", "a/b", "\x1b[31m", "l\nf", "\xff\xfe", ""})
    content += tree_entry("100644", name, one);
  content += tree_entry("40000", "dup", inner) + tree_entry("100644", "dup", two) +
             tree_entry("100644", "dup", one) + tree_entry("160000", "module", sha1_bytes("m")) +
             tree_entry("0100644", "zero", one) + tree_entry("120000", "aaa", two);
  std::string tree = hostile.add_loose("tree", content);
  std::shared_ptr<Repository> repository = open(hostile);
  std::vector<Gap> gaps;
  CommitChanges changes = *commit_changes(*repository, commit_with_tree(tree), gaps);
  EXPECT_EQ(changes.introduced.size(), 12u) << "7 odd names, 3 dups, zero and aaa";
  EXPECT_EQ(tree_blobs(*repository, id_of(tree), gaps)->size(), 12u);
  EXPECT_TRUE(gaps.empty());
}

// The same name 200,000 times on both sides: 4 × 10^10 pairs.
TEST(HostileTrees, DuplicatesOnBothSidesEndAtTheLimit) {
  HostileRepository hostile;
  PackBuilder pack;
  auto tree_of = [](const std::string& first_blob) {
    std::string content = tree_entry("100644", "name", sha1_bytes(first_blob));
    for (int i = 0; i < 200'000; ++i)
      content += tree_entry("100644", "name", sha1_bytes(first_blob + std::to_string(i % 100)));
    return content;
  };
  std::string old_tree = add_tree(pack, tree_of("old"));
  std::string new_tree = add_tree(pack, tree_of("new"));
  std::string text = commit_text(old_tree);
  std::string parent = git_object_id("commit", text);
  pack.add(PackBuilder::kCommit, text, parent);
  hostile.add_pack(pack);
  std::shared_ptr<Repository> repository = open(hostile);
  CommitInfo commit = *parse_commit(id_of(sha1_bytes("commit")), commit_text(new_tree, {parent}));
  Budget budget(10);
  std::vector<Gap> gaps;
  EXPECT_TRUE(commit_changes(*repository, commit, gaps).ok());
  ASSERT_EQ(gaps.size(), 1u);
  EXPECT_TRUE(gaps[0].caused_by_content);
}

TEST(HostileTrees, DamagedTreesAreGaps) {
  HostileRepository hostile;
  std::string blob = hostile.add_loose("blob", "x");
  const std::string damaged[] = {"junk",
                                 "100644",
                                 "100644 name",
                                 tree_entry("", "name", blob),
                                 tree_entry("100649", "n", blob),
                                 tree_entry("12345678", "n", blob),
                                 tree_entry("100644", "n", blob.substr(0, 19)),
                                 tree_entry("100644", "n", blob) + "1"};
  for (const std::string& content : damaged) {
    std::string tree = hostile.add_loose("tree", content);
    std::vector<Gap> gaps;
    std::shared_ptr<Repository> repository = open(hostile);
    EXPECT_TRUE(commit_changes(*repository, commit_with_tree(tree), gaps)->introduced.empty());
    ASSERT_EQ(gaps.size(), 1u) << content;
    EXPECT_TRUE(gaps[0].corrupt);
  }
  std::vector<Gap> gaps;
  std::shared_ptr<Repository> repository = open(hostile);
  EXPECT_TRUE(commit_changes(*repository, commit_with_tree(blob), gaps)->introduced.empty());
  EXPECT_TRUE(
      commit_changes(*repository, commit_with_tree(sha1_bytes("?")), gaps)->introduced.empty());
  EXPECT_EQ(gaps.size(), 2u) << "a blob for a tree, and a missing tree";
}

// A megabyte in a name stays a bounded path.
TEST(HostileTrees, LongNamesAreCut) {
  HostileRepository hostile;
  std::string blob = hostile.add_loose("blob", "x");
  std::string tree =
      hostile.add_loose("tree", tree_entry("100644", std::string(1 << 20, 'n'), blob));
  for (int i = 0; i < 20; ++i)
    tree = hostile.add_loose("tree", tree_entry("40000", std::string(1 << 20, 'd'), tree));
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(5);
  std::vector<Gap> gaps;
  CommitChanges changes = *commit_changes(*repository, commit_with_tree(tree), gaps);
  ASSERT_EQ(changes.introduced.size(), 1u);
  EXPECT_LE(changes.introduced[0].path.size(), 4096u);
  EXPECT_LE(tree_blobs(*repository, id_of(tree), gaps)->at(0).path.size(), 4096u);
}

TEST(HostileHistory, K_TagsOfTags) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string target = git_object_id("blob", "x");
  pack.add(PackBuilder::kBlob, "x", target);
  std::string type = "blob";
  for (int i = 0; i < 100'000; ++i) {
    std::string text =
        "object " + to_hex_text(target) + "\ntype " + type + "\ntag t\ntagger A <a> 1 +0000\n\nm\n";
    target = git_object_id("tag", text);
    pack.add(PackBuilder::kTag, text, target);
    type = "tag";
  }
  hostile.add_pack(pack);
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(2, 32);
  Result<NewCommits> commits = new_commits(*repository, {id_of(target)}, {});
  ASSERT_TRUE(commits.ok());
  EXPECT_EQ(commits->gaps.size(), 1u);
  EXPECT_EQ(commits->tags.size(), 1u) << "the outermost is scanned";
}

TEST(HostileHistory, K_ACommitWithAHundredThousandParents) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string tree = add_tree(pack, "");
  std::string root_text = commit_text(tree);
  std::string root = git_object_id("commit", root_text);
  pack.add(PackBuilder::kCommit, root_text, root);
  std::vector<std::string> parents(100'000, root);
  std::string text = commit_text(tree, parents);
  std::string octopus = git_object_id("commit", text);
  pack.add(PackBuilder::kCommit, text, octopus);
  hostile.add_pack(pack);
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(10, 128);
  NewCommits commits = *new_commits(*repository, {id_of(octopus)}, {});
  EXPECT_EQ(commits.commits.size(), 2u);
  std::vector<Gap> gaps;
  EXPECT_TRUE(commit_changes(*repository, commits.commits[0], gaps)->introduced.empty());
  EXPECT_TRUE(gaps.empty());
}

TEST(HostileHistory, K_TwoHundredThousandCommits) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string tree = add_tree(pack, "");
  std::vector<std::string> parents;
  for (int i = 0; i < 200'000; ++i) {
    std::string text = commit_text(tree, parents, 1600000000 + i);
    parents = {git_object_id("commit", text)};
    pack.add(PackBuilder::kCommit, text, parents[0]);
  }
  hostile.add_pack(pack);
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(15, 400);  // most of the memory is the answer
  NewCommits commits = *new_commits(*repository, {id_of(parents[0])}, {});
  EXPECT_EQ(commits.commits.size(), 200'000u);
}

TEST(HostileHistory, DamagedCommitsEndAsGaps) {
  HostileRepository hostile;
  std::string tree = hostile.add_loose("tree", "");
  std::string blob = hostile.add_loose("blob", "x");
  std::string no_tree = hostile.add_loose("commit", "author A <a> 1 +0000\n\nm\n");
  std::string odd_parent =
      hostile.add_loose("commit", "tree " + to_hex_text(tree) + "\nparent zzz\n\nm\n");
  std::string child = hostile.add_loose("commit", commit_text(tree, {no_tree, odd_parent, blob}));
  std::shared_ptr<Repository> repository = open(hostile);
  NewCommits commits = *new_commits(*repository, {id_of(child)}, {});
  EXPECT_EQ(commits.commits.size(), 1u);
  EXPECT_EQ(commits.gaps.size(), 3u);
  EXPECT_FALSE(new_commits(*repository, {id_of(odd_parent)}, {}).ok()) << "a damaged tip";
}

// A commit that is its own ancestor needs a broken hash, or a lying pack.
TEST(HostileHistory, CyclesOfParentsEnd) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string tree = add_tree(pack, "");
  std::string one = sha1_bytes("one");
  std::string two = sha1_bytes("two");
  pack.add(PackBuilder::kCommit, commit_text(tree, {two}), one);
  pack.add(PackBuilder::kCommit, commit_text(tree, {one}), two);
  hostile.add_pack(pack);
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(1);
  EXPECT_EQ(new_commits(*repository, {id_of(one)}, {})->commits.size(), 2u);
  EXPECT_EQ(new_commits(*repository, {id_of(one)}, {id_of(two)})->commits.size(), 0u);
}

// A tree that holds itself, by a lying pack.
TEST(HostileTrees, TreesThatHoldThemselvesEnd) {
  HostileRepository hostile;
  PackBuilder pack;
  std::string tree = sha1_bytes("ouroboros");
  pack.add(PackBuilder::kTree, tree_entry("40000", "again", tree), tree);
  hostile.add_pack(pack);
  std::shared_ptr<Repository> repository = open(hostile);
  Budget budget(2);
  std::vector<Gap> gaps;
  EXPECT_TRUE(commit_changes(*repository, commit_with_tree(tree), gaps)->introduced.empty());
  EXPECT_TRUE(tree_blobs(*repository, id_of(tree), gaps)->empty());
}

}  // namespace
}  // namespace leakwarden::scanner
