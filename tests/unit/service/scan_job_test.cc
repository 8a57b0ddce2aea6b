// What becomes of jobs: the real store, scripts in the worker's place, a clock that is told.
#include "service/jobs/scan_job.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>

#include "scanner/base/fingerprint.h"
#include "service/jobs/job_loop.h"
#include "service/jobs/seal_findings.h"
#include "service/store/sqlite_store.h"
#include "tests/support/planted.h"
#include "tests/support/process.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::planted_postman_key;
using leakwarden::testing::TemporaryFolder;
using std::chrono::milliseconds;

const std::string kObject(40, 'a');

class ScanJob : public ::testing::Test {
 protected:
  void SetUp() override {
    signal(SIGPIPE, SIG_IGN);
    std::filesystem::create_directories(folder_ / "git/app.git");
    store_ = open_sqlite_store({folder_ / "data", StoreRole::Daemon, "", clock_.now()}).value();
    config_.data_dir = folder_ / "data";
    config_.watch.push_back({"", folder_ / "git", milliseconds(30'000), "private"});
    ChannelSpecification channel;
    channel.name = "bus";
    config_.channels.push_back(channel);
    worker_is("exit 1\n");
    jobs_ = std::make_unique<ScanJobs>(
        ScanJobs::Parts{*store_, sealing_, settings_, log_, metrics_, clock_, [this] { ++rings_; }},
        ScanJobs::Options());
  }
  void worker_is(const std::string& body) {
    std::string path = folder_.write("worker" + std::to_string(++scripts_), "#!/bin/sh\n" + body);
    chmod(path.c_str(), 0700);
    std::shared_ptr<Active> active = std::make_shared<Active>();
    active->config = config_;
    active->rules = rules_;
    active->launcher =
        std::make_shared<const WorkerLauncher>(WorkerLauncher::create(path, "RULES").value());
    settings_.set(active);
  }
  void worker_says(const std::vector<scanner::Event>& events) {
    std::string frames;
    for (const scanner::Event& event : events) frames += scanner::encode(event);
    worker_is("cat '" + folder_.write("frames" + std::to_string(++scripts_), frames) + "'\n");
  }
  static Finding found(const std::string& rule, const std::string& value) {
    Finding finding;
    finding.rule_id = rule;
    finding.rule_name = "A name that the worker made up";
    finding.advice.revoke_url = "https://phishing.example.com";
    finding.confidence = Confidence::High;
    finding.secret = Secret::copy_of(value);
    finding.location.path = "a.env";
    finding.location.repository = "somebody else's";
    return finding;
  }
  void push(const std::string& id = std::string(40, '1')) {
    Result<std::optional<JobId>> job =
        store_->observe_refs("app", folder_ / "git/app.git",
                             {{"refs/heads/main", *ObjectId::from_hex(id)}}, false, clock_.now());
    ASSERT_TRUE(job.ok() && job->has_value());
  }
  std::optional<Job> claim() {
    return store_->claim_job(clock_.now(), milliseconds(60'000), JobChoice::Any).value();
  }
  // Claims and runs what is due.
  bool run_one() {
    std::optional<Job> job = claim();
    if (!job) return false;
    jobs_->run(*job, stop_);
    return true;
  }
  std::vector<std::string> alert_types() {
    std::vector<std::string> types;
    std::vector<DeliveryRecord> all = store_->list_deliveries(std::nullopt, 100).value();
    for (const DeliveryRecord& one : all) {
      types.emplace_back(notifier::alert_type_name(one.alert.type));
    }
    return types;
  }

  TemporaryFolder folder_;
  ManualClock clock_{from_unix_seconds(1'800'000'000)};
  SystemClock real_clock_;
  Log log_{LogFormat::Text, LogLevel::Error, real_clock_};
  Metrics metrics_{"test"};
  Config config_;
  std::shared_ptr<const scanner::RuleSet> rules_ = scanner::RuleSet::builtin().value();
  ActiveSettings settings_{nullptr};
  std::unique_ptr<Store> store_;
  Sealing sealing_ =
      Sealing::from_key(Secret::copy_of(std::string(64, '7')), ValuesMode::Sealed).value();
  int rings_ = 0;
  std::unique_ptr<ScanJobs> jobs_;
  StopSignal stop_;
  int scripts_ = 0;
};

TEST_F(ScanJob, FindingsBecomeIncidentsAndAlerts) {
  std::string key = planted_postman_key(1);
  worker_says({scanner::FindingEvent{found("postman-api-key", key)}, scanner::DoneEvent{}});
  push();
  ASSERT_TRUE(run_one());
  std::vector<IncidentRecord> incidents = store_->list_incidents(std::nullopt, 10).value();
  ASSERT_EQ(incidents.size(), 1u);
  IncidentRecord incident = store_->find_incident(incidents[0].id).value();
  EXPECT_EQ(incident.fingerprint, fingerprint_of(Secret::copy_of(key)));
  Result<Secret> value = sealing_.unseal(incident.sealed_value, incident.identity);
  ASSERT_TRUE(value.ok());
  EXPECT_TRUE(*value == Secret::copy_of(key));
  EXPECT_EQ(alert_types(), std::vector<std::string>{"incident.opened"});
  EXPECT_EQ(rings_, 1);
  EXPECT_FALSE(run_one());
  EXPECT_EQ(store_->open_jobs().value(), 0u);
}

// A captured worker must not be able to write our advice.
TEST_F(ScanJob, WordsComeFromOurRulesNotFromTheWorker) {
  worker_says({scanner::FindingEvent{found("postman-api-key", planted_postman_key(1))},
               scanner::FindingEvent{found("no-such-rule", "some value of sixteen")},
               scanner::DoneEvent{}});
  push();
  ASSERT_TRUE(run_one());
  std::vector<IncidentRecord> incidents = store_->list_incidents(std::nullopt, 10).value();
  ASSERT_EQ(incidents.size(), 1u);
  const Finding& sample = incidents[0].sample;
  EXPECT_EQ(sample.rule_name, rules_->find("postman-api-key")->name);
  EXPECT_EQ(sample.advice.revoke_url, rules_->find("postman-api-key")->advice.revoke_url);
  EXPECT_EQ(sample.location.repository, "app");
  EXPECT_EQ(store_->last_scans().value().at(0).outcome, Outcome::Partial);  // the made-up rule
}

TEST_F(ScanJob, LowConfidenceIsNotRecorded) {
  Finding unsure = found("postman-api-key", planted_postman_key(1));
  unsure.confidence = Confidence::Low;
  worker_says({scanner::FindingEvent{unsure}, scanner::DoneEvent{}});
  push();
  ASSERT_TRUE(run_one());
  EXPECT_TRUE(store_->list_incidents(std::nullopt, 10).value().empty());
  EXPECT_EQ(store_->last_scans().value().at(0).outcome, Outcome::Clean);
}

TEST_F(ScanJob, AnObjectThatKillsTwiceIsPoisonedAndTheDaemonGoesOn) {
  worker_is("printf '%s' " + kObject + " >&5\nkill -SEGV $$\n");
  push();
  ASSERT_TRUE(run_one());
  std::optional<Job> second = claim();
  ASSERT_TRUE(second.has_value());
  EXPECT_TRUE(second->poisoned.empty());
  jobs_->run(*second, stop_);
  std::optional<Job> third = claim();
  ASSERT_TRUE(third.has_value());
  EXPECT_EQ(third->poisoned, std::vector<ObjectId>{*ObjectId::from_hex(kObject)});
  worker_says({scanner::DoneEvent{}});  // without that object it lives
  jobs_->run(*third, stop_);
  EXPECT_EQ(store_->open_jobs().value(), 0u);
}

TEST_F(ScanJob, AWorkerThatAlwaysDiesEndsAsAnUnscannedPush) {
  worker_is("kill -SEGV $$\n");
  push();
  int runs = 0;
  while (runs < 20 && run_one()) ++runs;
  EXPECT_EQ(runs, 4);
  EXPECT_EQ(store_->open_jobs().value(), 0u);
  ASSERT_EQ(store_->last_scans().value().size(), 1u);
  EXPECT_EQ(store_->last_scans().value().at(0).outcome, Outcome::Partial);
  EXPECT_EQ(alert_types(), std::vector<std::string>{"push.unscanned"});
}

TEST_F(ScanJob, AFailureIsTriedAgainLaterAndLater) {
  worker_says({scanner::FailedEvent{Error::io("read pack", "x", "Input/output error")}});
  push();
  std::vector<std::int64_t> waits;
  for (int attempt = 0; attempt < 10; ++attempt) {
    ASSERT_TRUE(run_one());
    std::int64_t waited = 0;
    std::optional<Job> next;
    while (!(next = claim())) {
      clock_.advance(milliseconds(500));
      waited += 500;
      ASSERT_LT(waited, 3'600'000);
    }
    waits.push_back(waited);
    ASSERT_TRUE(store_->release_job(next->id, "", clock_.now()).ok());
  }
  EXPECT_EQ(waits.front(), 5'000);
  EXPECT_EQ(waits.back(), 600'000);
  EXPECT_TRUE(std::is_sorted(waits.begin(), waits.end()));
  EXPECT_EQ(store_->open_jobs().value(), 1u);  // never given up: it may get better
}

TEST_F(ScanJob, WhatWillNotGetBetterIsToldAfterSomeAttempts) {
  worker_says({scanner::FailedEvent{Error::corrupt("read pack", "x", "bad checksum")}});
  push();
  int runs = 0;
  for (int step = 0; step < 2'000 && store_->open_jobs().value() > 0; ++step) {
    runs += run_one();
    clock_.advance(milliseconds(1'000));
  }
  EXPECT_EQ(runs, 5);
  EXPECT_EQ(store_->last_scans().value().at(0).outcome, Outcome::Corrupt);
  EXPECT_EQ(alert_types(), std::vector<std::string>{"push.unscanned"});
}

// The log once said "the repository was scanned" beside outcome=partial.
TEST_F(ScanJob, TheLogDoesNotCallAnUnscannedPushScanned) {
  Log log(LogFormat::Text, LogLevel::Info, real_clock_);
  ScanJobs jobs({*store_, sealing_, settings_, log, metrics_, clock_, [] {}}, ScanJobs::Options());
  worker_says({scanner::FailedEvent{Error::corrupt("read pack", "x", "bad checksum")}});
  push();
  ::testing::internal::CaptureStderr();
  for (int step = 0; step < 2'000 && store_->open_jobs().value() > 0; ++step) {
    std::optional<Job> job = claim();
    if (job) jobs.run(*job, stop_);
    clock_.advance(milliseconds(1'000));
  }
  std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("outcome=corrupt"), std::string::npos) << said;
  EXPECT_EQ(said.find("the repository was scanned"), std::string::npos) << said;
  EXPECT_NE(said.find("the repository was not scanned"), std::string::npos) << said;
}

TEST_F(ScanJob, WithoutChannelsNoAlertIsCountedAndNoBellRung) {
  config_.channels.clear();
  worker_says({scanner::FindingEvent{found("postman-api-key", planted_postman_key(1))},
               scanner::DoneEvent{}});
  Log log(LogFormat::Text, LogLevel::Info, real_clock_);
  ScanJobs jobs({*store_, sealing_, settings_, log, metrics_, clock_, [this] { ++rings_; }},
                ScanJobs::Options());
  push();
  ::testing::internal::CaptureStderr();
  jobs.run(*claim(), stop_);
  std::string said = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(said.find("new_incidents=1 alerts=0"), std::string::npos) << said;
  EXPECT_EQ(rings_, 0);
}

TEST_F(ScanJob, ARepositoryBehindALinkIsNotOpened) {
  std::filesystem::remove_all(folder_ / "git/app.git");
  std::filesystem::create_directories(folder_ / "elsewhere.git");
  std::filesystem::create_directory_symlink(folder_ / "elsewhere.git", folder_ / "git/app.git");
  worker_says({scanner::FindingEvent{found("postman-api-key", planted_postman_key(1))},
               scanner::DoneEvent{}});
  push();
  ASSERT_TRUE(run_one());
  EXPECT_TRUE(store_->list_incidents(std::nullopt, 10).value().empty());
  EXPECT_EQ(store_->open_jobs().value(), 1u);
}

TEST_F(ScanJob, AStopReleasesTheJobAndBlamesNobody) {
  worker_is("printf '%s' " + kObject + " >&5\nsleep 60\n");
  push();
  stop_.set();
  ASSERT_TRUE(run_one());
  std::optional<Job> again = claim();
  ASSERT_TRUE(again.has_value());
  EXPECT_TRUE(again->poisoned.empty());
}

TEST_F(ScanJob, DeletionsNeedNoWorker) {
  worker_says({scanner::DoneEvent{}});
  push();
  ASSERT_TRUE(run_one());
  worker_is("exit 1\n");
  Result<std::optional<JobId>> job =
      store_->observe_refs("app", folder_ / "git/app.git", {}, false, clock_.now());
  ASSERT_TRUE(job.ok());
  if (job->has_value()) {
    EXPECT_TRUE(run_one());
  }
  EXPECT_EQ(store_->open_jobs().value(), 0u);
}

TEST_F(ScanJob, TheLoopRunsJobsAsTheyComeAndReleasesThemAtTheEnd) {
  worker_says({scanner::FindingEvent{found("postman-api-key", planted_postman_key(1))},
               scanner::DoneEvent{}});
  Bell bell;
  JobLoop loop(*jobs_, *store_, log_, clock_, bell, 2);
  push();
  SteadyTime begin = std::chrono::steady_clock::now();
  bell.ring();
  EXPECT_TRUE(testing::eventually([this] { return store_->open_jobs().value() == 0; },
                                  milliseconds(5'000)));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, leakwarden::testing::kSlowdown * milliseconds(900));  // not by the look
  worker_is("sleep 60\n");
  push(std::string(40, '2'));
  bell.ring();
  EXPECT_TRUE(testing::eventually([&loop] { return loop.running() == 1; }, milliseconds(5'000)));
  loop.finish(milliseconds(50));
  EXPECT_EQ(loop.running(), 0u);
  EXPECT_TRUE(claim().has_value());
}

}  // namespace
}  // namespace leakwarden::service
