#include "scanner/cli/scan_run.h"

#include <gtest/gtest.h>

#include "tests/support/git_client.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

TEST(ScanRun, AnAddressHasNoUserAndNoPassword) {
  EXPECT_EQ(public_address("https://ana:hunter2@example.com/a.git"), "https://example.com/a.git");
  EXPECT_EQ(public_address("https://x@y@example.com:8443/a"), "https://example.com:8443/a");
  EXPECT_EQ(public_address("https://example.com/a@b"), "https://example.com/a@b");
  EXPECT_EQ(public_address("https://example.com/a.git?token=abc#d"), "https://example.com/a.git");
  EXPECT_EQ(public_address("git@example.com:corp/a.git"), "ssh://example.com/corp/a.git");
  EXPECT_EQ(public_address("example.com:a"), "ssh://example.com/a");
  EXPECT_EQ(public_address("ssh://git@example.com/a"), "ssh://example.com/a");
  EXPECT_EQ(public_address("/srv/git/a.git"), "");
  EXPECT_EQ(public_address("../a:b"), "");
  EXPECT_EQ(public_address(""), "");
  EXPECT_EQ(public_address("https://e/\"<\x1b>"), "https://e/%22%3C%1B%3E");
}

TEST(ScanRun, KnowsHeadAndBranchOfARepository) {
  leakwarden::testing::TemporaryFolder folder;
  leakwarden::testing::GitClient git(folder / "a b");
  git.init();
  const std::string commit = git.commit_file("a", "1\n");
  const WallTime start = from_unix_seconds(1'772'000'000);
  const Target target{TargetKind::Repository, git.folder(), "."};
  ScanRun run = scan_run_of({target}, start, start);
  EXPECT_EQ(run.commit, commit);
  EXPECT_EQ(run.branch, "main");
  EXPECT_EQ(run.root, git.folder());
  EXPECT_EQ(run.start_unix_seconds, 1'772'000'000);
  EXPECT_EQ(run.repository_uri.rfind("file:///", 0), 0u);
  EXPECT_NE(run.repository_uri.find("a%20b"), std::string::npos);
  git.must({"remote", "add", "origin", "https://u:p@example.com/a.git"});
  git.must({"checkout", "-q", "--detach"});
  run = scan_run_of({target}, start, start);
  EXPECT_EQ(run.repository_uri, "https://example.com/a.git");
  EXPECT_EQ(run.branch, "");
  EXPECT_EQ(scan_run_of({target, target}, start, start).commit, "");
}

TEST(ScanRun, OfAFolderItSaysWhatPathsAreRelativeTo) {
  const WallTime start = from_unix_seconds(0);
  EXPECT_EQ(scan_run_of({{TargetKind::Files, "a", "a"}}, start, start).root.substr(0, 1), "/");
  EXPECT_EQ(scan_run_of({{TargetKind::Files, "/srv/a", "/srv/a"}}, start, start).root, "");
}

}  // namespace
}  // namespace leakwarden::scanner
