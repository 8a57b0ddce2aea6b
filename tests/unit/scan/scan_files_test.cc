#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include "scanner/scan.h"
#include "tests/support/git_sandbox.h"
#include "tests/support/planted.h"
#include "tests/support/scan_testing.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::scanner {
namespace {

using leakwarden::testing::builtin_options;
using leakwarden::testing::GitSandbox;
using leakwarden::testing::open_repository;
using leakwarden::testing::places_of;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::TemporaryFolder;

std::string line_with(std::uint64_t seed) {
  return "K=" + planted_postman_key(seed) + "\n";
}

TEST(ScanFiles, FoldersFilesAndSymlinkTargets) {
  const TemporaryFolder folder;
  folder.write("tree/a.env", "x\n" + line_with(1));
  folder.write("tree/deep/er/b", line_with(3));
  folder.write("single", line_with(5));
  std::filesystem::create_symlink("/x/" + planted_postman_key(7), folder / "tree/link");
  std::filesystem::create_symlink(folder / "single", folder / "tree/elsewhere");  // not followed
  const Result<ScanReport> report =
      scan_files({folder / "tree/", folder / "single"}, builtin_options(2));
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(
      places_of(report->findings),
      (std::vector<std::string>{
          "file " + (folder / "single") + ":1", "file " + (folder / "tree/a.env") + ":2",
          "file " + (folder / "tree/deep/er/b") + ":1", "file " + (folder / "tree/link") + ":1"}));
  EXPECT_TRUE(report->coverage.complete());
}

// Files are scanned while others are looked for: each once, whoever does it.
TEST(ScanFiles, EachOfManyFilesIsScannedOnceOnAnyNumberOfWorkers) {
  for (const std::size_t count : {0u, 1u, 3u, 40u, 500u}) {
    const TemporaryFolder folder;
    std::vector<std::string> places;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string name = "d" + std::to_string(i % 17) + "/f" + std::to_string(i);
      folder.write("tree/" + name, "x\n" + line_with(i));
      places.push_back("file " + (folder / ("tree/" + name)) + ":2");
    }
    std::filesystem::create_directories(folder / "tree");
    std::sort(places.begin(), places.end());
    for (const unsigned jobs : {1u, 2u, 5u}) {
      const Result<ScanReport> report = scan_files({folder / "tree"}, builtin_options(jobs));
      ASSERT_TRUE(report.ok());
      std::vector<std::string> found = places_of(report->findings);
      std::sort(found.begin(), found.end());
      EXPECT_EQ(found, places) << count << " files, " << jobs << " jobs";
      EXPECT_EQ(report->coverage.objects, count);
      EXPECT_TRUE(report->coverage.complete());
    }
  }
}

TEST(ScanFiles, ACancelledScanOfManyFilesEnds) {
  const TemporaryFolder folder;
  for (std::size_t i = 0; i < 300; ++i) folder.write("f" + std::to_string(i), line_with(i));
  const std::atomic<bool> cancel = true;
  ScanOptions options = builtin_options(3);
  options.cancel = &cancel;
  const Result<ScanReport> report = scan_files({folder.path()}, options);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->interrupted);
  EXPECT_EQ(report->coverage.objects, 0u);
}

TEST(ScanFiles, WhatCannotBeReadIsAGap) {
  const TemporaryFolder folder;
  const Result<ScanReport> report = scan_files({folder / "absent"}, builtin_options());
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->coverage.gaps.size(), 1u);
  EXPECT_EQ(report->coverage.gaps[0].what, folder / "absent");
}

TEST(ScanFiles, PipesAndSocketsDoNotBlock) {
  const TemporaryFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  folder.write("a", line_with(1));
  const Result<ScanReport> report = scan_files({folder.path()}, builtin_options());
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->findings.size(), 1u);
  ASSERT_EQ(report->coverage.notes.size(), 1u);
  EXPECT_NE(report->coverage.notes[0].find("1 socket, pipe or device"), std::string::npos);
}

TEST(ScanFiles, FoldersNestedTooDeepAreAGap) {
  const TemporaryFolder folder;
  folder.write("a/b/c/d/e", line_with(1));
  ScanOptions options = builtin_options();
  options.limits.max_folder_depth = 2;
  const Result<ScanReport> report = scan_files({folder.path()}, options);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->findings.empty());
  ASSERT_EQ(report->coverage.gaps.size(), 1u);
}

TEST(ScanFiles, LargeFilesComeInWindows) {
  const TemporaryFolder folder;
  std::string text;
  while (text.size() < 400'000) text += "a line of text\n";
  const std::int64_t lines = static_cast<std::int64_t>(text.size() / 15);
  folder.write("big", text + line_with(1) + text + line_with(3) + line_with(1) + text);
  ScanOptions options = builtin_options();
  options.limits.window_bytes = 150'000;
  const Result<ScanReport> report = scan_files({folder / "big"}, options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(
      places_of(report->findings),
      (std::vector<std::string>{"file " + (folder / "big") + ":" + std::to_string(lines + 1),
                                "file " + (folder / "big") + ":" + std::to_string(2 * lines + 2)}));
}

// They were found, and all but the first forgotten: nobody would have cleaned them.
TEST(ScanFiles, TheOtherLinesOfAKeyAreNamedAcrossWindows) {
  const TemporaryFolder folder;
  std::string text = line_with(1) + "x\n" + line_with(1) + line_with(1);
  while (text.size() < 400'000) text += "a line of text\n";
  const std::int64_t last = std::count(text.begin(), text.end(), '\n') + 1;
  folder.write("big", text + line_with(1));
  ScanOptions options = builtin_options();
  options.limits.window_bytes = 150'000;
  const Result<ScanReport> report = scan_files({folder / "big"}, options);
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u);
  EXPECT_EQ(report->findings[0].location.range.start_line, 1);
  EXPECT_EQ(report->findings[0].other_lines, (std::vector<std::int64_t>{3, 4, last}));
}

// At every border of a window, and around it.
TEST(ScanFiles, AKeyAcrossAWindowsBorderIsFoundOnce) {
  const TemporaryFolder folder;
  ScanOptions options = builtin_options();
  options.limits.window_bytes = 140'000;
  for (std::size_t at : {74'400u, 74'464u, 74'500u, 107'150u, 107'231u, 107'232u, 107'260u,
                         139'900u, 139'999u, 140'001u}) {
    folder.write(
        "f", std::string(at, '.') + " " + planted_postman_key(1) + " " + std::string(200'000, '.'));
    const Result<ScanReport> report = scan_files({folder / "f"}, options);
    ASSERT_TRUE(report.ok());
    ASSERT_EQ(report->findings.size(), 1u) << at;
    EXPECT_EQ(report->findings[0].location.range.start_column, static_cast<std::int64_t>(at + 2));
  }
}

TEST(ScanFiles, AStormIsAGapAndOtherRulesGoOn) {
  const TemporaryFolder folder;
  std::string storm;
  for (unsigned i = 0; i < 1100; ++i) storm += line_with(1000 + 2 * i);
  folder.write("f", storm + leakwarden::testing::planted_github_token(4) + "\n");
  const Result<ScanReport> report = scan_files({folder / "f"}, builtin_options());
  ASSERT_TRUE(report.ok());
  ASSERT_EQ(report->findings.size(), 1u);
  EXPECT_TRUE(report->coverage.any_gap_caused_by_content);
}

TEST(ScanFiles, FindingsBeyondTheLimitAreCounted) {
  const TemporaryFolder folder;
  for (unsigned i = 0; i < 20; ++i) folder.write("f" + std::to_string(i), line_with(10 + 2 * i));
  ScanOptions options = builtin_options();
  options.limits.max_findings = 5;
  const Result<ScanReport> report = scan_files({folder.path()}, options);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(report->findings.size(), 5u);
  ASSERT_EQ(report->coverage.gaps.size(), 1u);
  EXPECT_EQ(report->coverage.gaps[0].what, "15 findings");
}

TEST(ScanFiles, DroppedCandidatesAreTold) {
  const TemporaryFolder folder;
  folder.write(
      "f", "K=PMAK" + std::string("-") + std::string(24, '0') + "-" + std::string(34, '0') + "\n");
  std::vector<DroppedCandidate> dropped;
  ScanOptions options = builtin_options();
  options.on_dropped = [&](const DroppedCandidate& candidate) { dropped.push_back(candidate); };
  const Result<ScanReport> report = scan_files({folder / "f"}, options);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->findings.empty());
  ASSERT_FALSE(dropped.empty());
  EXPECT_EQ(dropped[0].rule_id, "postman-api-key");
  EXPECT_EQ(dropped[0].location.range.start_line, 1);
}

TEST(ScanFiles, ProgressIsTold) {
  const TemporaryFolder folder;
  for (int i = 0; i < 50; ++i) folder.write("f" + std::to_string(i), "x\n");
  std::uint64_t total = 0;
  ScanOptions options = builtin_options(2);
  options.on_progress = [&](const Progress& progress) { total = progress.objects_total; };
  ASSERT_TRUE(scan_files({folder.path()}, options).ok());
  EXPECT_EQ(total, 50u);
}

TEST(ScanStream, ReadsToTheEndInPieces) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  std::thread writer([&] {
    const std::string text = "first\n" + line_with(1);
    for (char c : text) EXPECT_EQ(::write(ends[1], &c, 1), 1);
    ::close(ends[1]);
  });
  const Result<ScanReport> report = scan_stream(ends[0], builtin_options());
  writer.join();
  ::close(ends[0]);
  ASSERT_TRUE(report.ok());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>{"stream :2"});
}

// Whoever pressed Ctrl-C waited for the writer, or pressed it again and lost the report.
TEST(ScanStream, CancelledWhileTheWriterRestsItReportsWhatCame) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const std::string text = line_with(1);
  ASSERT_EQ(::write(ends[1], text.data(), text.size()), static_cast<ssize_t>(text.size()));
  std::atomic<bool> cancel{false};
  ScanOptions options = builtin_options();
  options.cancel = &cancel;
  std::thread presser([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    cancel = true;
  });
  const Result<ScanReport> report = scan_stream(ends[0], options);
  presser.join();
  ::close(ends[1]);
  ::close(ends[0]);
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->interrupted);
  EXPECT_FALSE(report->coverage.complete());
  EXPECT_EQ(places_of(report->findings), std::vector<std::string>{"stream :1"});
}

TEST(ScanStream, AnEndlessStreamEndsAtTheLimit) {
  const int zeros = ::open("/dev/zero", O_RDONLY);
  ScanOptions options = builtin_options();
  options.limits.max_stream_bytes = 4 << 20;
  options.limits.window_bytes = 1 << 20;
  const Result<ScanReport> report = scan_stream(zeros, options);
  ::close(zeros);
  ASSERT_TRUE(report.ok());
  EXPECT_FALSE(report->coverage.complete());
}

// The oracle of which files count is `git ls-files`.
TEST(ScanWorkTree, TakesTrackedAndUntrackedFilesAndNotIgnoredOnes) {
  GitSandbox sandbox;
  const std::vector<std::string> files = {"a",          "b.log",      "keep.log", "build/x",
                                          "build/keep", "deep/b.log", "deep/c",   "deep/d/e",
                                          "out/o",      "out/deep/p", "node/q/r", "-dash"};
  for (std::size_t i = 0; i < files.size(); ++i) sandbox.write(files[i], line_with(100 + 2 * i));
  sandbox.write(".gitignore", "*.log\n!keep.log\nbuild/\n/out\n");
  sandbox.write("deep/.gitignore", "!b.log\nd/\n");
  sandbox.write(".git/info/exclude", "node\n");
  sandbox.git({"add", "-f", "--", "build/keep", "a"});
  std::vector<std::string> expected;
  for (const std::string& path :
       leakwarden::testing::lines_of(sandbox.git({"ls-files", "-co", "--exclude-standard"}))) {
    if (path.find(".gitignore") == std::string::npos)
      expected.push_back("work-tree " + path + ":1");
  }
  std::sort(expected.begin(), expected.end());
  const std::shared_ptr<Repository> repository = open_repository(sandbox.path());
  const Result<ScanReport> report = scan_work_tree(*repository, builtin_options(2));
  ASSERT_TRUE(report.ok()) << report.error().message();
  EXPECT_EQ(places_of(report->findings), expected);
  EXPECT_TRUE(report->coverage.complete());
}

TEST(ScanWorkTree, AnIndexThatLeadsOutsideIsNotFollowed) {
  GitSandbox sandbox;
  const TemporaryFolder outside;
  outside.write("secret", line_with(1));
  sandbox.write("dir/secret", "x\n");
  sandbox.git({"add", "."});
  std::filesystem::remove_all(sandbox / "dir");
  std::filesystem::create_symlink(outside.path(), sandbox / "dir");
  sandbox.write(".gitignore", "dir\n");
  const Result<ScanReport> report =
      scan_work_tree(*open_repository(sandbox.path()), builtin_options());
  ASSERT_TRUE(report.ok());
  EXPECT_TRUE(report->findings.empty());
}

TEST(ScanWorkTree, ABareRepositoryHasNone) {
  const GitSandbox sandbox({"--bare"});
  const Result<ScanReport> report =
      scan_work_tree(*open_repository(sandbox.path()), builtin_options());
  ASSERT_FALSE(report.ok());
  EXPECT_EQ(report.error().kind, ErrorKind::Invalid);
}

}  // namespace
}  // namespace leakwarden::scanner
