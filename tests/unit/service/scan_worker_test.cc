// Real workers on real repositories: what a job's request brings back.
#include "service/jobs/scan_worker.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "scanner/rules/rule_set.h"
#include "service/jobs/scan_request.h"
#include "tests/support/git_client.h"
#include "tests/support/planted.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::GitClient;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::TemporaryFolder;

class RealWorker : public ::testing::Test {
 protected:
  void SetUp() override {
    signal(SIGPIPE, SIG_IGN);
    git_.init();
    rules_ = scanner::RuleSet::builtin().value();
    launch_from(std::string(LEAKWARDEN_BUILD_DIR) + "/leakwarden");
  }
  void launch_from(const std::string& executable) {
    launcher_ = std::make_unique<WorkerLauncher>(
        WorkerLauncher::create(executable, rules_->image()).value());
  }
  Descriptor repository() const {
    return open_directory(AT_FDCWD, git_.folder() + "/.git").value();
  }
  WorkerScan scan(const scanner::Request& request, WorkerScanOptions options = {}) {
    Descriptor folder = repository();
    return scan_in_worker(*launcher_, folder, request, options, stop_);
  }
  static std::string words(const WorkerScan& scan) {
    return scan.error.message() + " findings " + std::to_string(scan.findings.size());
  }
  scanner::ScanPushRequest push(const std::string& from, const std::string& to) {
    scanner::ScanPushRequest request;
    request.repository_name = "corp/app";
    scanner::PushUpdate update;
    if (!from.empty()) {
      update.old_id = *ObjectId::from_hex(from);
      request.push.known_tips.push_back(update.old_id);
    }
    update.new_id = *ObjectId::from_hex(to);
    update.ref = "refs/heads/main";
    request.push.updates.push_back(update);
    request.now_unix_seconds = 1'800'000'000;
    return request;
  }

  TemporaryFolder folder_;
  GitClient git_{folder_ / "work"};
  std::shared_ptr<const scanner::RuleSet> rules_;
  std::unique_ptr<WorkerLauncher> launcher_;
  StopSignal stop_;
};

TEST_F(RealWorker, APushBringsItsFindingWithValuePlaceAndCoverage) {
  std::string first = git_.commit_file("readme", "hello\n");
  std::string key = planted_postman_key(1);
  std::string second = git_.commit_file("config.env", "a\nb\nPOSTMAN_API_KEY=" + key + "\n");
  WorkerScan result = scan(push(first, second));
  ASSERT_EQ(result.end, ScanEnd::Done) << words(result);
  ASSERT_EQ(result.findings.size(), 1u);
  const Finding& found = result.findings[0];
  EXPECT_TRUE(found.secret == Secret::copy_of(key));
  EXPECT_EQ(found.rule_id, "postman-api-key");
  EXPECT_EQ(found.location.path, "config.env");
  EXPECT_EQ(found.location.commit, second);
  EXPECT_EQ(found.location.range.start_line, 3);
  EXPECT_TRUE(result.coverage.complete());
  EXPECT_EQ(result.ruleset_digest, rules_->digest());
}

TEST_F(RealWorker, WhatWasKnownIsNotFoundAgain) {
  std::string first = git_.commit_file("config.env", "K=" + planted_postman_key(1) + "\n");
  std::string second = git_.commit_file("readme", "hello\n");
  WorkerScan result = scan(push(first, second));
  ASSERT_EQ(result.end, ScanEnd::Done) << words(result);
  EXPECT_TRUE(result.findings.empty());
}

TEST_F(RealWorker, AHistoryBringsEverythingThatEverWas) {
  git_.commit_file("a", "K=" + planted_postman_key(1) + "\n");
  git_.commit_file("a", "clean\n");
  git_.commit_file("b", "K=" + planted_postman_key(2) + "\n");
  git_.must({"gc", "-q"});
  scanner::ScanHistoryRequest request;
  request.jobs = 2;
  request.now_unix_seconds = 1'800'000'000;
  WorkerScan result = scan(request);
  ASSERT_EQ(result.end, ScanEnd::Done) << words(result);
  EXPECT_EQ(result.findings.size(), 2u);
}

TEST_F(RealWorker, TipsThatMovedOnAreScannedOrNamed) {
  std::string first = git_.commit_file("readme", "hello\n");
  std::string lost = git_.commit_file("a", "K=" + planted_postman_key(1) + "\n");
  git_.must({"reset", "-q", "--hard", first});
  std::string second = git_.commit_file("b", "x\n");
  scanner::ScanPushRequest request = push(first, second);
  scanner::PushUpdate moved{ObjectId(), *ObjectId::from_hex(lost), "refs/heads/main"};
  scanner::PushUpdate gone{ObjectId(), *ObjectId::from_hex(std::string(40, 'd')), "refs/heads/x"};
  request.superseded = {moved, gone};
  WorkerScan result = scan(request);
  ASSERT_EQ(result.end, ScanEnd::Done) << words(result);
  EXPECT_EQ(result.findings.size(), 1u);
  ASSERT_EQ(result.coverage.gaps.size(), 1u);
  EXPECT_NE(result.coverage.gaps[0].what.find("refs/heads/x"), std::string::npos);
}

TEST_F(RealWorker, AnAbsentTipIsAFailureNeverClean) {
  git_.commit_file("readme", "hello\n");
  WorkerScan result = scan(push("", std::string(40, 'd')));
  EXPECT_EQ(result.end, ScanEnd::Failed);
}

TEST_F(RealWorker, WhatIsNoRepositoryIsAFailure) {
  std::filesystem::remove_all(git_.folder() + "/.git/objects");
  WorkerScan result = scan(scanner::ScanHistoryRequest{});
  EXPECT_NE(result.end, ScanEnd::Done);
  EXPECT_NE(result.end, ScanEnd::Stopped);
}

TEST_F(RealWorker, PoisonedObjectsAreGapsAndTheRestIsScanned) {
  git_.commit_file("a", "K=" + planted_postman_key(1) + "\n");
  std::string second = git_.commit_file("b", "K=" + planted_postman_key(2) + "\n");
  std::string blob = git_.must({"rev-parse", "HEAD:a"});
  scanner::ScanPushRequest request = push("", second);
  request.poisoned = {*ObjectId::from_hex(blob.substr(0, 40))};
  WorkerScan result = scan(request);
  ASSERT_EQ(result.end, ScanEnd::Done) << words(result);
  ASSERT_EQ(result.findings.size(), 1u);
  EXPECT_EQ(result.findings[0].location.path, "b");
  EXPECT_FALSE(result.coverage.complete());
}

TEST_F(RealWorker, AKilledWorkerNamesItsObject) {
  for (int i = 0; i < 200; ++i) {
    git_.write("f" + std::to_string(i),
               std::string(400'000, static_cast<char>('a' + i % 20)) + std::to_string(i));
  }
  git_.must({"add", "."});
  std::string head = git_.commit("large");
  WorkerScanOptions options;
  options.deadline = std::chrono::milliseconds(5);  // long before the end
  WorkerScan result = scan(push("", head), options);
  ASSERT_EQ(result.end, ScanEnd::Died);
  EXPECT_NE(result.error.message().find("time"), std::string::npos);
  for (const ObjectId& object : result.in_work) {
    EXPECT_EQ(git_.run({"cat-file", "-e", object.hex()}).exit_code, 0);
  }
}

// The unprivileged user that a packaged daemon runs as: /proc belongs to root there once a process
// is not dumpable, and inotify goes through /proc/self/fd.
TEST_F(RealWorker, WatchesAndScansAsAnotherUser) {
  if (getuid() != 0) GTEST_SKIP() << "only root can become somebody else";
  std::string head = git_.commit_file("a", "K=" + planted_postman_key(1) + "\n");
  git_.must({"clone", "-q", "--bare", ".", folder_ / "watched/a.git"});
  // The build may lie where only its owner comes: a home folder, one of mktemp -d.
  const std::string program = folder_ / "leakwarden";
  std::filesystem::copy_file(std::string(LEAKWARDEN_BUILD_DIR) + "/leakwarden", program);
  launch_from(program);
  ASSERT_EQ(std::system(("chmod -R a+rX " + folder_.path()).c_str()), 0);
  pid_t child = fork();
  if (child == 0) {
    if (setgid(65534) != 0 || setuid(65534) != 0) _exit(9);
    if (scan(push("", head)).findings.size() != 1) _exit(1);
    Descriptor watched = open_directory(AT_FDCWD, folder_ / "watched").value();
    WorkerProcess watcher = launcher_->start(watched, scanner::WatchRequest{60'000}).value();
    SteadyTime deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    for (int events = 0; events < 2; ++events) {
      Result<std::optional<scanner::Event>> event = watcher.next(deadline, stop_);
      if (!event.ok() || !event->has_value()) _exit(2);
      if (std::holds_alternative<scanner::WatchProblemEvent>(**event)) _exit(3);
    }
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

// spawn + sandbox + open + rules: what every push pays before its scan.
TEST_F(RealWorker, StartingOneIsCheap) {
  std::string head = git_.commit_file("a", "x\n");
  std::vector<double> times;
  for (int i = 0; i < 15; ++i) {
    SteadyTime begin = std::chrono::steady_clock::now();
    ASSERT_EQ(scan(push("", head)).end, ScanEnd::Done);
    times.push_back(
        std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin)
            .count());
  }
  std::sort(times.begin(), times.end());
  RecordProperty("median_milliseconds", std::to_string(times[7]));
  EXPECT_LT(times[7], 250 * leakwarden::testing::kSlowdown);  // Debug build on a busy machine; release is measured by the bench
}

}  // namespace
}  // namespace leakwarden::service
