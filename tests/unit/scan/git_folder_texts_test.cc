#include "scanner/git_folder_texts.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cstring>
#include <filesystem>
#include <map>

#include "tests/support/git_sandbox.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::planted_github_token;
using leakwarden::testing::value_of;
using leakwarden::testing::write_file;

std::string line_with(std::uint64_t seed) {
  return "K=" + planted_github_token(seed) + "\n";
}

struct Scanned {
  std::map<std::string, std::string> places;  // value → "kind path"
  ScanReport report;
};

Scanned scan_folder_of(const GitSandbox& sandbox) {
  Scanned scanned;
  const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
  const ScanOptions options = builtin_options();
  Result<std::unique_ptr<ScanJob>> job = ScanJob::start(options);
  std::vector<Gap> gaps;
  const Result<std::vector<Ref>> refs = repository->refs(gaps);
  if (!job.ok() || !refs.ok()) return scanned;
  scan_git_folder(*repository, **job, *refs, LfsPointers());
  for (const Finding& finding : (*job)->take_findings()) {
    scanned.places[value_of(finding)] =
        std::string(place_kind_name(finding.location.kind)) + " " + finding.location.path;
  }
  scanned.report = (*job)->finish();
  return scanned;
}

TEST(GitFolder, AFileNobodyThoughtOfIsRead) {
  GitSandbox sandbox;
  sandbox.git({"config", "remote.origin.url", "https://u:" + planted_github_token(1) + "@x.org/"});
  sandbox.write(".git/some-tool/state/a.json", line_with(2));
  sandbox.write(".git/hooks/post-commit", line_with(3));
  sandbox.write(".git/rr-cache/" + planted_github_token(4) + "/preimage", "x\n");
  const Scanned scanned = scan_folder_of(sandbox);
  EXPECT_EQ(scanned.places,
            (std::map<std::string, std::string>{
                {planted_github_token(1), "config config"},
                {planted_github_token(2), "config some-tool/state/a.json"},
                {planted_github_token(3), "config hooks/post-commit"},
                {planted_github_token(4), "path rr-cache/" + planted_github_token(4)}}));
  EXPECT_TRUE(scanned.report.coverage.complete());
}

TEST(GitFolder, WhatOtherPassesReadIsLeftToThem) {
  GitSandbox sandbox;
  sandbox.write("a", "1\n");
  sandbox.commit_all("message " + planted_github_token(1));  // stands in logs/HEAD
  sandbox.git({"branch", planted_github_token(2)});
  sandbox.git(
      {"update-index", "--add", "--cacheinfo",
       "100644," + sandbox.git_line({"rev-parse", "HEAD:a"}) + "," + planted_github_token(3)});
  std::filesystem::remove(sandbox / ".git/COMMIT_EDITMSG");
  EXPECT_TRUE(scan_folder_of(sandbox).places.empty());
}

TEST(GitFolder, ARefThatPointsAtNothingYetIsRead) {
  GitSandbox sandbox;
  sandbox.git({"symbolic-ref", "refs/remotes/origin/HEAD",
               "refs/remotes/origin/" + planted_github_token(1)});
  EXPECT_EQ(scan_folder_of(sandbox).places[planted_github_token(1)],
            "config refs/remotes/origin/HEAD");
}

TEST(GitFolder, ARepositoryOfASubmoduleIsANote) {
  GitSandbox sandbox;
  sandbox.git({"init", "-q", "--bare", sandbox / ".git/modules/deep/sub"});
  sandbox.write(".git/modules/deep/sub/description", line_with(1));
  const Scanned scanned = scan_folder_of(sandbox);
  EXPECT_TRUE(scanned.places.empty());
  ASSERT_EQ(scanned.report.coverage.notes.size(), 1u);
  EXPECT_NE(scanned.report.coverage.notes[0].find("modules/deep/sub"), std::string::npos);
}

TEST(GitFolder, APipeIsAGapAndASocketIsNothing) {
  GitSandbox sandbox;
  ASSERT_EQ(::mkfifo((sandbox / ".git/MERGE_MSG").c_str(), 0600), 0);
  const int socket = ::socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = sandbox / ".git/fsmonitor--daemon.ipc";
  ASSERT_LT(name.size(), sizeof address.sun_path);
  std::memcpy(address.sun_path, name.c_str(), name.size() + 1);
  ASSERT_EQ(::bind(socket, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  const Scanned scanned = scan_folder_of(sandbox);
  ::close(socket);
  ASSERT_EQ(scanned.report.coverage.gaps.size(), 1u);
  EXPECT_EQ(scanned.report.coverage.gaps[0].what, "MERGE_MSG");
}

TEST(GitFolder, ASymlinkIsItsTargetsNameAndIsNotFollowed) {
  GitSandbox sandbox;
  write_file(sandbox / "outside", line_with(1));
  std::filesystem::create_symlink(sandbox / "outside", sandbox / ".git/notes.txt");
  std::filesystem::create_symlink(planted_github_token(2), sandbox / ".git/other.txt");
  const Scanned scanned = scan_folder_of(sandbox);
  EXPECT_EQ(scanned.places,
            (std::map<std::string, std::string>{{planted_github_token(2), "config other.txt"}}));
}

}  // namespace
}  // namespace leakwarden::scanner
