// new_commits against `git rev-list` and against reachability by brute force.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "scanner/git/changes.h"
#include "scanner/git/libgit2_walk.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/random_history.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::Clocks;
using leakwarden::testing::Dice;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::lines_of;
using leakwarden::testing::ModelCommit;

std::shared_ptr<Repository> open(const std::string& path, OpenOptions options = {}) {
  Result<std::shared_ptr<Repository>> repository = Repository::open(path, options);
  EXPECT_TRUE(repository.ok()) << repository.error().message();
  return *repository;
}

ObjectId id_of(const std::string& hex) {
  return *ObjectId::from_hex(hex);
}

std::vector<std::string> hex_of(const NewCommits& commits) {
  std::vector<std::string> hex;
  for (const CommitInfo& commit : commits.commits) hex.push_back(commit.id.hex());
  return hex;
}

std::vector<std::size_t> some(Dice& dice, std::size_t count, std::size_t at_most) {
  std::vector<std::size_t> chosen;
  for (unsigned long long i = dice.below(at_most + 1); i > 0; --i)
    chosen.push_back(dice.below(count));
  return chosen;
}

std::vector<ObjectId> ids_of(const std::vector<ModelCommit>& history,
                             const std::vector<std::size_t>& numbers) {
  std::vector<ObjectId> ids;
  for (std::size_t number : numbers) ids.push_back(id_of(history[number].id));
  return ids;
}

void expect_reachability(unsigned long long seed, Clocks clocks) {
  GitSandbox sandbox({"--bare"});
  std::vector<ModelCommit> history = make_random_history(sandbox, seed, 120, clocks);
  std::shared_ptr<Repository> repository = open(sandbox.path());
  Dice dice(seed);
  for (int round = 0; round < 60; ++round) {
    std::vector<std::size_t> tips = some(dice, history.size(), 3);
    std::vector<std::size_t> hidden = some(dice, history.size(), 4);
    std::set<std::string> expected;
    for (std::size_t number : reachable(history, tips, hidden)) expected.insert(history[number].id);
    for (WalkEngine engine : {WalkEngine::Own, WalkEngine::LibGit2}) {
      Result<NewCommits> found =
          new_commits(*repository, ids_of(history, tips), ids_of(history, hidden), engine);
      ASSERT_TRUE(found.ok());
      EXPECT_TRUE(found->gaps.empty());
      std::vector<std::string> hex = hex_of(*found);
      std::set<std::string> distinct(hex.begin(), hex.end());
      EXPECT_EQ(hex.size(), distinct.size()) << "each once";
      // libgit2 1.5.1 now and then takes an old commit for new, also under honest clocks.
      if (engine == WalkEngine::LibGit2)
        EXPECT_TRUE(
            std::includes(distinct.begin(), distinct.end(), expected.begin(), expected.end()));
      else
        EXPECT_EQ(distinct, expected) << "seed " << seed;
    }
  }
}

TEST(NewCommits, AreThoseReachableFromTipsAndNotFromHidden) {
  for (unsigned long long seed : {11, 12, 13}) expect_reachability(seed, Clocks::Honest);
}

TEST(NewCommits, AreExactUnderClockSkew) {
  for (unsigned long long seed : {21, 22, 23, 24}) expect_reachability(seed, Clocks::Skewed);
}

TEST(NewCommits, ComeInTheOrderOfGitRevList) {
  GitSandbox sandbox({"--bare"});
  std::vector<ModelCommit> history = make_random_history(sandbox, 31, 100, Clocks::Honest);
  std::shared_ptr<Repository> repository = open(sandbox.path());
  NewCommits found = *new_commits(*repository, {id_of(history[99].id)}, {id_of(history[40].id)});
  EXPECT_EQ(hex_of(found),
            lines_of(sandbox.git({"rev-list", history[99].id, "^" + history[40].id})));
}

TEST(NewCommits, AreWalkedByLibgit2ItselfWhenAsked) {
  GitSandbox sandbox({"--bare"});
  std::vector<ModelCommit> history = make_random_history(sandbox, 32, 60, Clocks::Honest);
  std::shared_ptr<Repository> repository = open(sandbox.path());
  ASSERT_TRUE(libgit2_can_walk(*repository));
  Result<std::vector<ObjectId>> found =
      walk_with_libgit2(*repository, {id_of(history[59].id)}, {id_of(history[20].id)});
  ASSERT_TRUE(found.ok()) << found.error().message();
  std::set<std::string> hex;
  for (const ObjectId& id : *found) hex.insert(id.hex());
  std::vector<std::string> expected =
      lines_of(sandbox.git({"rev-list", history[59].id, "^" + history[20].id}));
  EXPECT_EQ(hex, std::set<std::string>(expected.begin(), expected.end()));
}

// A child dated before its ancestors, as many links deep as the walk promises to look.
TEST(NewCommits, SeeThroughALongSkewedChain) {
  GitSandbox sandbox({"--bare"});
  std::string stream;
  auto commit = [&stream](int mark, int parent, long long date) {
    stream += "commit refs/heads/b" + std::to_string(mark) + "\nmark :" + std::to_string(mark) +
              "\ncommitter A <a@b> " + std::to_string(date) + " +0000\ndata 1\nm\n";
    if (parent != 0) stream += "from :" + std::to_string(parent) + "\n";
  };
  commit(1, 0, 1'600'000'000);  // the common ancestor
  commit(2, 1, 1'600'000'100);  // the new tip
  for (int i = 3; i < 253; ++i) commit(i, i == 3 ? 1 : i - 1, 1'000'000 + i);  // long ago
  commit(253, 252, 1'700'000'000);  // the hidden tip, dated last
  sandbox.git({"fast-import", "--quiet", "--export-marks=" + (sandbox / "marks")}, stream);
  std::string tip = sandbox.git_line({"rev-parse", "b2"});
  std::shared_ptr<Repository> repository = open(sandbox.path());
  NewCommits found =
      *new_commits(*repository, {id_of(tip)}, {id_of(sandbox.git_line({"rev-parse", "b253"}))});
  EXPECT_EQ(hex_of(found), std::vector<std::string>{tip});
}

TEST(NewCommits, PeelTagsAndTellOtherTips) {
  GitSandbox sandbox;
  sandbox.write("a", "1");
  std::string first = sandbox.commit_all("first");
  sandbox.write("a", "2");
  std::string second = sandbox.commit_all("second");
  sandbox.git({"tag", "-a", "-m", "inner", "inner"});
  sandbox.git({"tag", "-a", "-m", "outer", "outer", "inner"});
  sandbox.git({"tag", "-a", "-m", "of a blob", "blob", "HEAD:a"});
  std::shared_ptr<Repository> repository = open(sandbox.path());
  auto rev = [&sandbox](const std::string& name) {
    return id_of(sandbox.git_line({"rev-parse", name}));
  };
  NewCommits found = *new_commits(*repository, {rev("outer"), rev("blob"), rev("HEAD^{tree}")},
                                  {id_of(first), id_of(std::string(40, '9'))});
  EXPECT_EQ(hex_of(found), std::vector<std::string>{second});
  EXPECT_EQ(found.tags, (std::vector<ObjectId>{rev("outer"), rev("inner"), rev("blob")}));
  EXPECT_EQ(found.other_tips, (std::vector<ObjectId>{rev("HEAD:a"), rev("HEAD^{tree}")}));

  NewCommits nothing = *new_commits(*repository, {rev("outer"), rev("inner"), rev("blob")},
                                    {rev("outer"), rev("blob")});
  EXPECT_TRUE(nothing.commits.empty());
  EXPECT_TRUE(nothing.tags.empty());
  EXPECT_TRUE(nothing.other_tips.empty());
}

TEST(NewCommits, FailWhenATipIsAbsent) {
  GitSandbox sandbox;
  sandbox.commit_all("first");
  Result<NewCommits> found = new_commits(*open(sandbox.path()), {id_of(std::string(40, '1'))}, {});
  ASSERT_FALSE(found.ok());
  EXPECT_EQ(found.error().kind, ErrorKind::NotFound);
}

TEST(NewCommits, NoteShallowBorders) {
  GitSandbox sandbox;
  for (int i = 0; i < 5; ++i) sandbox.commit_all(std::to_string(i));
  leakwarden::testing::TemporaryFolder folder;
  sandbox.git(
      {"clone", "-q", "--bare", "--depth=2", "file://" + sandbox.path(), folder / "shallow"});
  std::shared_ptr<Repository> repository = open(folder / "shallow");
  for (WalkEngine engine : {WalkEngine::Own, WalkEngine::LibGit2}) {
    NewCommits found =
        *new_commits(*repository, {id_of(sandbox.git_line({"rev-parse", "HEAD"}))}, {}, engine);
    EXPECT_EQ(found.commits.size(), 2u);
    EXPECT_TRUE(found.gaps.empty());
    EXPECT_EQ(found.notes.size(), 1u);
  }
}

TEST(NewCommits, StopAtTheLimit) {
  GitSandbox sandbox;
  for (int i = 0; i < 5; ++i) sandbox.commit_all(std::to_string(i));
  OpenOptions options;
  options.limits.max_commits_per_push = 3;
  NewCommits found = *new_commits(*open(sandbox.path(), options),
                                  {id_of(sandbox.git_line({"rev-parse", "HEAD"}))}, {});
  EXPECT_EQ(found.commits.size(), 3u);
  EXPECT_EQ(found.gaps.size(), 1u);
}

TEST(NewCommits, ReportMissingHistory) {
  GitSandbox sandbox;
  sandbox.commit_all("first");
  std::string tree = sandbox.git_line({"rev-parse", "HEAD^{tree}"});
  std::string id = sandbox.git_line({"hash-object", "-t", "commit", "-w", "--stdin", "--literally"},
                                    "tree " + tree + "\nparent " + std::string(40, '1') +
                                        "\nauthor A <a> 1 +0000\ncommitter A <a> 1 +0000\n\nm\n");
  for (WalkEngine engine : {WalkEngine::Own, WalkEngine::LibGit2}) {
    NewCommits found = *new_commits(*open(sandbox.path()), {id_of(id)}, {}, engine);
    EXPECT_EQ(found.commits.size(), 1u);
    EXPECT_EQ(found.gaps.size(), 1u);
  }
}

TEST(TreeBlobs, ListWhatGitListsInOrder) {
  GitSandbox sandbox({"--bare"});
  std::vector<ModelCommit> history = make_random_history(sandbox, 41, 40, Clocks::Honest);
  std::shared_ptr<Repository> repository = open(sandbox.path());
  std::size_t files = 0;
  for (const ModelCommit& model : history) {
    std::vector<Gap> gaps;
    ObjectId tree = id_of(sandbox.git_line({"rev-parse", model.id + "^{tree}"}));
    Result<std::vector<IntroducedBlob>> blobs = tree_blobs(*repository, tree, gaps);
    ASSERT_TRUE(blobs.ok());
    EXPECT_TRUE(gaps.empty());
    std::vector<std::string> paths;
    for (const IntroducedBlob& blob : *blobs) paths.push_back(blob.path);
    std::vector<std::string> expected;
    for (const auto& [path, file] : model.files) expected.push_back(path);
    EXPECT_EQ(paths, expected);
    files += paths.size();
  }
  EXPECT_GT(files, 200u);
}

}  // namespace
}  // namespace leakwarden::scanner
