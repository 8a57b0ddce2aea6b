#include "scanner/staged_names.h"

#include "tests/support/git_sandbox.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::places_of;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::TemporaryFolder;

std::string line_with(std::uint64_t seed) {
  return "K=" + planted_github_token(seed) + "\n";
}

Result<ScanReport> history_of(const GitSandbox& sandbox) {
  const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
  return scan_history(*repository, builtin_options());
}

// A file of that name is in the index and in no tree.
void stage_name(GitSandbox& sandbox, const std::string& path) {
  const std::string blob = sandbox.git_line({"hash-object", "-w", "--stdin"}, "x\n");
  sandbox.git({"update-index", "--add", "--cacheinfo", "100644," + blob + "," + path});
}

TEST(StagedNames, ANameThatIsInNoTree) {
  GitSandbox sandbox;
  const std::string key = planted_github_token(1);
  stage_name(sandbox, "a/" + key + "/b");
  stage_name(sandbox, "a/" + key + "/c");
  const Result<ScanReport> report = history_of(sandbox);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u) << "one folder, named by two files";
  EXPECT_EQ(report->findings[0].location.kind, PlaceKind::Index);
  EXPECT_EQ(report->findings[0].location.path.find("a/"), 0u);
  EXPECT_EQ(report->findings[0].location.path.find(key), std::string::npos) << "masked";
}

TEST(StagedNames, ANameInATreeIsSaidOnce) {
  GitSandbox sandbox;
  sandbox.write("a/" + planted_github_token(1) + "/b", "x\n");
  sandbox.commit_all("x");
  const Result<ScanReport> report = history_of(sandbox);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u);
  EXPECT_EQ(report->findings[0].location.kind, PlaceKind::Path);
}

TEST(StagedNames, WhatALinkedWorkTreeStaged) {
  GitSandbox sandbox;
  sandbox.write("a", "1\n");
  sandbox.commit_all("x");
  const TemporaryFolder folder;
  sandbox.git({"worktree", "add", "-q", "--detach", folder / "linked"});
  folder.write("linked/new.env", line_with(1));
  sandbox.git_in(folder / "linked", {"add", "new.env"});
  const Result<ScanReport> report = history_of(sandbox);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>{"index new.env:1"});
}

TEST(StagedNames, EveryStageOfAConflict) {
  GitSandbox sandbox;
  std::string entries;
  for (int stage = 1; stage <= 3; ++stage) {
    entries += "100644 " +
               sandbox.git_line({"hash-object", "-w", "--stdin"},
                                line_with(static_cast<std::uint64_t>(10 * stage))) +
               " " + std::to_string(stage) + "\tboth.env\n";
  }
  sandbox.git({"update-index", "--index-info"}, entries);
  const Result<ScanReport> report = history_of(sandbox);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>(3, "index both.env:1"));
}

TEST(StagedNames, ASplitIndexIsReadInItsParts) {
  GitSandbox sandbox;
  sandbox.write("a", "1\n");
  sandbox.git({"add", "."});
  sandbox.git({"update-index", "--split-index"});
  stage_name(sandbox, planted_github_token(1));
  const Result<ScanReport> report = history_of(sandbox);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u);
  EXPECT_EQ(report->findings[0].location.kind, PlaceKind::Index);
  EXPECT_TRUE(report->coverage.complete());
}

TEST(StagedNames, ADamagedIndexIsAGap) {
  GitSandbox sandbox;
  sandbox.write(".git/index", "DIRC and nothing of use, but long enough to be looked at");
  const Result<ScanReport> report = history_of(sandbox);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->coverage.gaps.size(), 1u);
  EXPECT_EQ(report->coverage.gaps[0].what, "index");
}

TEST(ScanHistory, AStashBelowTheNewestIsAStash) {
  GitSandbox sandbox;
  sandbox.write("a", "1\n");
  sandbox.commit_all("x");
  for (std::uint64_t seed : {10, 20, 30}) {
    sandbox.write("a", line_with(seed));
    sandbox.git({"stash", "-q"});
  }
  const Result<ScanReport> report = history_of(sandbox);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>(3, "stash a:1"));
}

}  // namespace
}  // namespace leakwarden::scanner
