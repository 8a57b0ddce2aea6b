// The parent's side of watching: the real watcher child and the real store.
#include "service/intake/watched_folder.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <filesystem>
#include <thread>

#include "scanner/rules/rule_set.h"
#include "service/intake/real_path.h"
#include "service/store/sqlite_store.h"
#include "tests/support/git_client.h"
#include "tests/support/process.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::eventually;
using leakwarden::testing::GitClient;
using leakwarden::testing::make_bare_repository;
using leakwarden::testing::TemporaryFolder;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{15'000 * leakwarden::testing::kSlowdown};

class Intake : public ::testing::Test {
 protected:
  void SetUp() override {
    signal(SIGPIPE, SIG_IGN);
    std::filesystem::create_directories(watched_);
    store_ = open_sqlite_store({folder_ / "data", StoreRole::Daemon, "", clock_.now()}).value();
    work_.init();
    work_.commit_file("readme", "hello\n");
    scanner_is(std::string(LEAKWARDEN_BUILD_DIR) + "/leakwarden");
  }
  void TearDown() override { stop(); }

  void scanner_is(const std::string& executable) {
    std::shared_ptr<Active> active = std::make_shared<Active>();
    active->launcher =
        std::make_shared<const WorkerLauncher>(WorkerLauncher::create(executable, "").value());
    settings_.set(active);
  }
  void start(const std::string& path = "") {
    WatchConfig watch;
    watch.path = path.empty() ? watched_ : path;
    watch.interval = milliseconds(200);
    stop_ = std::make_unique<StopSignal>();
    folder_watch_ = std::make_unique<WatchedFolder>(
        watch, WatchedFolder::Parts{*store_, settings_, log_, metrics_, clock_, jobs_,
                                    [this] { ++digests_; }});
    thread_ = std::thread([this] { folder_watch_->run(*stop_); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    stop_->set();
    thread_.join();
  }
  bool looked_at() {
    return eventually([this] { return folder_watch_->looked_at(); }, kPatience);
  }
  void push(const std::string& repository, const std::string& branch = "main") {
    work_.must({"push", "-q", watched_ + "/" + repository, "HEAD:refs/heads/" + branch});
  }
  RepositoryRecord record_of(const std::string& name) {
    std::vector<RepositoryRecord> all = store_->list_repositories().value();
    for (const RepositoryRecord& one : all) {
      if (one.name == name) return one;
    }
    return {};
  }
  std::optional<Job> claim() {
    return store_->claim_job(clock_.now(), milliseconds(60'000), JobChoice::Any).value();
  }

  TemporaryFolder folder_;
  std::string watched_ = folder_ / "git";
  GitClient work_{folder_ / "work"};
  SystemClock clock_;
  Log log_{LogFormat::Text, LogLevel::Error, clock_};
  Metrics metrics_{"test"};
  ActiveSettings settings_{nullptr};
  std::unique_ptr<Store> store_;
  Bell jobs_;
  std::atomic<int> digests_{0};
  std::unique_ptr<StopSignal> stop_;
  std::unique_ptr<WatchedFolder> folder_watch_;
  std::thread thread_;
};

TEST_F(Intake, WhatWasThereIsBaselineAndWhatComesIsAPush) {
  make_bare_repository(watched_ + "/old.git");
  push("old.git");
  start();
  ASSERT_TRUE(looked_at());
  ASSERT_TRUE(store_->folder_is_known(real_path(watched_)).value());
  std::optional<Job> baseline = claim();
  ASSERT_TRUE(baseline.has_value());
  EXPECT_EQ(baseline->kind, JobKind::Baseline);
  EXPECT_EQ(baseline->repository.name, "old");
  EXPECT_EQ(baseline->repository.path, real_path(watched_) + "/old.git");
  make_bare_repository(watched_ + "/team/new.git");
  push("team/new.git");
  std::optional<Job> pushed;
  ASSERT_TRUE(eventually([&] { return (pushed = claim()).has_value(); }, kPatience));
  EXPECT_EQ(pushed->kind, JobKind::Push);
  EXPECT_EQ(pushed->repository.name, "team/new");
}

TEST_F(Intake, APushRingsTheBellOfTheScanThreads) {
  make_bare_repository(watched_ + "/app.git");
  start();
  ASSERT_TRUE(looked_at());
  push("app.git");
  SteadyTime begin = clock_.steady_now();
  jobs_.wait(kPatience);
  EXPECT_LT(clock_.steady_now() - begin, milliseconds(2'000));
  EXPECT_TRUE(claim().has_value());
}

TEST_F(Intake, ARestartFindsWhatWasPushedMeanwhile) {
  make_bare_repository(watched_ + "/app.git");
  start();
  ASSERT_TRUE(looked_at());
  stop();
  push("app.git");
  start();
  std::optional<Job> job;
  ASSERT_TRUE(eventually([&] { return (job = claim()).has_value(); }, kPatience));
  EXPECT_EQ(job->kind, JobKind::Push);
}

TEST_F(Intake, ProblemsAreOnTheirRepositoryAndGoAwayWithTheCause) {
  make_bare_repository(watched_ + "/bad.git");
  std::filesystem::rename(watched_ + "/bad.git/HEAD", watched_ + "/bad.git/HEAD.away");
  make_bare_repository(watched_ + "/good.git");
  start();
  ASSERT_TRUE(looked_at());
  EXPECT_NE(record_of("bad").problem, "");
  EXPECT_EQ(record_of("good").problem, "");
  std::filesystem::rename(watched_ + "/bad.git/HEAD.away", watched_ + "/bad.git/HEAD");
  EXPECT_TRUE(eventually([this] { return record_of("bad").problem.empty(); }, kPatience));
}

TEST_F(Intake, AVanishedRepositoryIsAProblemOfItsOwn) {
  make_bare_repository(watched_ + "/app.git");
  push("app.git");
  start();
  ASSERT_TRUE(looked_at());
  std::filesystem::remove_all(watched_ + "/app.git");
  EXPECT_TRUE(eventually([this] { return !record_of("app").problem.empty(); }, kPatience));
}

TEST_F(Intake, BrokenRefsAreShownAndTheOthersScanned) {
  make_bare_repository(watched_ + "/app.git");
  push("app.git");
  leakwarden::testing::write_file(watched_ + "/app.git/refs/heads/bad", "nonsense\n");
  start();
  ASSERT_TRUE(looked_at());
  EXPECT_TRUE(eventually([this] { return !record_of("app").problem.empty(); }, kPatience));
  EXPECT_TRUE(claim().has_value());
}

TEST_F(Intake, AnotherFirstBrokenRefIsNoOtherProblem) {
  make_bare_repository(watched_ + "/app.git");
  push("app.git");
  Log log(LogFormat::Text, LogLevel::Warning, clock_);
  stop_ = std::make_unique<StopSignal>();
  WatchConfig watch;
  watch.path = watched_;
  watch.interval = milliseconds(200);
  ::testing::internal::CaptureStderr();
  folder_watch_ = std::make_unique<WatchedFolder>(
      watch, WatchedFolder::Parts{*store_, settings_, log, metrics_, clock_, jobs_, [] {}});
  leakwarden::testing::write_file(watched_ + "/app.git/refs/heads/m", "nonsense\n");
  thread_ = std::thread([this] { folder_watch_->run(*stop_); });
  EXPECT_TRUE(eventually([this] { return !record_of("app").problem.empty(); }, kPatience));
  leakwarden::testing::write_file(watched_ + "/app.git/refs/heads/a", "nonsense\n");
  EXPECT_TRUE(eventually(
      [this] { return record_of("app").problem.find("1 more") != std::string::npos; }, kPatience));
  stop();
  std::string said = ::testing::internal::GetCapturedStderr();
  std::size_t first = said.find("cannot watch as it should be");
  EXPECT_NE(first, std::string::npos) << said;
  EXPECT_EQ(said.find("cannot watch as it should be", first + 1), std::string::npos) << said;
}

TEST_F(Intake, OneRepositoryIsCalledByItsFolder) {
  make_bare_repository(watched_ + "/app.git");
  push("app.git");
  start(watched_ + "/app.git");
  ASSERT_TRUE(looked_at());
  std::optional<Job> job = claim();
  ASSERT_TRUE(job.has_value());
  EXPECT_EQ(job->repository.name, "app");
  EXPECT_EQ(job->repository.path, real_path(watched_) + "/app.git");
}

TEST_F(Intake, AWorkTreeIsCalledByItsFolder) {
  start(folder_ / "work");
  ASSERT_TRUE(looked_at());
  std::optional<Job> job = claim();
  ASSERT_TRUE(job.has_value());
  EXPECT_EQ(job->repository.name, "work");
  EXPECT_EQ(job->repository.path, real_path(folder_ / "work") + "/.git");
}

TEST_F(Intake, AFolderThatIsNotThereIsWaitedFor) {
  std::filesystem::remove_all(watched_);
  start();
  ASSERT_TRUE(looked_at());  // it is known that it cannot be
  EXPECT_TRUE(store_->list_repositories().value().empty());
  std::filesystem::create_directories(watched_);
  make_bare_repository(watched_ + "/app.git");
  push("app.git");
  EXPECT_TRUE(eventually([this] { return claim().has_value(); }, kPatience));
}

TEST_F(Intake, AnExchangedFolderIsNoticed) {
  make_bare_repository(watched_ + "/a.git");
  start();
  ASSERT_TRUE(looked_at());
  std::filesystem::rename(watched_, folder_ / "away");
  std::filesystem::create_directories(watched_);
  make_bare_repository(watched_ + "/b.git");
  push("b.git");
  std::optional<Job> job;
  ASSERT_TRUE(eventually([&] { return (job = claim()).has_value(); }, kPatience));
  EXPECT_EQ(job->repository.name, "b");
}

TEST_F(Intake, AWatcherThatDiesIsReplaced) {
  make_bare_repository(watched_ + "/app.git");
  // The first two lives end at once.
  std::string script =
      folder_.write("scanner", "#!/bin/sh\nf='" + folder_.path() + "/lives'\necho >> \"$f\"\n" +
                                   "[ $(wc -l < \"$f\") -le 2 ] && exit 1\nexec '" +
                                   std::string(LEAKWARDEN_BUILD_DIR) + "/leakwarden' \"$@\"\n");
  chmod(script.c_str(), 0700);
  scanner_is(script);
  start();
  ASSERT_TRUE(looked_at());
  push("app.git");
  EXPECT_TRUE(eventually([this] { return claim().has_value(); }, kPatience));
}

TEST(RealPath, ResolvesLinksAndKeepsWhatIsNotThere) {
  TemporaryFolder folder;
  std::filesystem::create_directories(folder / "real");
  std::filesystem::create_directory_symlink("real", folder / "link");
  EXPECT_EQ(real_path(folder / "link"), real_path(folder / "real"));
  EXPECT_EQ(real_path(folder / "real/"), real_path(folder / "real"));
  EXPECT_EQ(real_path("/not/there//"), "/not/there");
  EXPECT_EQ(real_path("/"), "/");
}

TEST(ActiveSettings, APlanFollowsTheWatchAndTheRepositorysSettings) {
  TemporaryFolder folder;
  std::filesystem::create_directories(folder / "git/inner");
  Config config;
  config.watch.push_back({"", folder / "git", milliseconds(1000), "internal"});
  config.watch.push_back({"inner", folder / "git/inner", milliseconds(1000), "public"});
  RepositoryPolicy policy;
  policy.match = "pay*";
  policy.team = "payments";
  policy.owners = std::vector<std::string>{"alice@example.com"};
  policy.push = "record";
  config.repositories.push_back(policy);
  ChannelSpecification channel;
  channel.name = "bus";
  config.channels.push_back(channel);
  AlertPlan plan = alert_plan(config, "pay", real_path(folder / "git") + "/pay.git");
  EXPECT_EQ(plan.visibility, "internal");
  EXPECT_EQ(plan.team, "payments");
  EXPECT_EQ(plan.owners, std::vector<std::string>{"alice@example.com"});
  EXPECT_EQ(plan.policy, "record");
  EXPECT_EQ(plan.channels, std::vector<std::string>{"bus"});
  EXPECT_EQ(alert_plan(config, "x", real_path(folder / "git/inner") + "/x.git").visibility,
            "public");
  EXPECT_EQ(watch_of(config, "/elsewhere/x.git"), nullptr);
  EXPECT_EQ(alert_plan(config, config.watch[1]).visibility, "public");
}

}  // namespace
}  // namespace leakwarden::service
