#include "scanner/cli/scan_run.h"

#include <gtest/gtest.h>

#include "tests/support/git_client.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

TEST(ScanRun, KnowsHeadAndBranchOfARepository) {
  leakwarden::testing::TemporaryFolder folder;
  leakwarden::testing::GitClient git(folder / "a b");
  git.init();
  const std::string commit = git.commit_file("a", "1\n");
  const WallTime start = from_unix_seconds(1'772'000'000);
  const Target target{TargetKind::Repository, git.folder(), "."};
  ScannedState state = scan_run_of({target}, start, start).states.at(0);
  EXPECT_EQ(state.name, ".");
  EXPECT_EQ(state.commit, commit);
  EXPECT_EQ(state.branch, "main");
  EXPECT_EQ(state.root, git.folder());
  EXPECT_EQ(state.repository_uri.rfind("file:///", 0), 0u);
  EXPECT_NE(state.repository_uri.find("a%20b"), std::string::npos);
  EXPECT_EQ(scan_run_of({target}, start, start).start_unix_seconds, 1'772'000'000);
  git.must({"remote", "add", "origin", "https://u:p@example.com/a.git"});
  git.must({"checkout", "-q", "--detach"});
  state = scan_run_of({target}, start, start).states.at(0);
  EXPECT_EQ(state.repository_uri, "https://example.com/a.git");
  EXPECT_EQ(state.branch, "");
}

TEST(ScanRun, OfSeveralTargetsEachRepositoryAndTheFilesOnce) {
  leakwarden::testing::TemporaryFolder folder;
  leakwarden::testing::GitClient one(folder / "one");
  leakwarden::testing::GitClient two(folder / "two");
  one.init();
  two.init();
  const WallTime start = from_unix_seconds(0);
  const Target first{TargetKind::Repository, one.folder(), "one"};
  const ScanRun run = scan_run_of({first,
                                   {TargetKind::Files, "a", "a"},
                                   first,
                                   {TargetKind::Repository, two.folder(), "two"},
                                   {TargetKind::Files, "b", "b"}},
                                  start, start);
  ASSERT_EQ(run.states.size(), 3u);
  EXPECT_EQ(run.states[0].name, "one");
  EXPECT_EQ(run.states[1].name, "");
  EXPECT_EQ(run.states[2].root, two.folder());
}

TEST(ScanRun, OfAFolderItSaysWhatPathsAreRelativeTo) {
  const WallTime start = from_unix_seconds(0);
  const ScanRun here = scan_run_of({{TargetKind::Files, "a", "a"}}, start, start);
  EXPECT_EQ(here.states.at(0).root.substr(0, 1), "/");
  const ScanRun there = scan_run_of({{TargetKind::Files, "/srv/a", "/srv/a"}}, start, start);
  EXPECT_EQ(there.states.at(0).root, "");
}

}  // namespace
}  // namespace leakwarden::scanner
