// The whole daemon in this process, with real git pushes, real workers, the real store and a real
// webhook receiver.
#include "service/daemon.h"

#include <gtest/gtest.h>
#include <signal.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "tests/support/daemon.h"
#include "tests/support/git_client.h"
#include "tests/support/peers.h"
#include "tests/support/planted.h"
#include "tests/support/process.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::CaughtRequest;
using leakwarden::testing::eventually;
using leakwarden::testing::GitClient;
using leakwarden::testing::make_bare_repository;
using leakwarden::testing::planted_postman_key;
using leakwarden::testing::TemporaryFolder;
using leakwarden::testing::webhook_secret;
using leakwarden::testing::WebhookReceiver;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{20'000 * leakwarden::testing::kSlowdown};

class DaemonInProcess : public ::testing::Test {
 protected:
  void SetUp() override {
    signal(SIGPIPE, SIG_IGN);
    std::string scanner = std::string(LEAKWARDEN_BUILD_DIR) + "/leakwarden";
    setenv("LEAKWARDEN_SCANNER", scanner.c_str(), 1);
    std::filesystem::create_directories(watched_);
    folder_.write("secret", webhook_secret());
    work_.init();
    work_.commit_file("readme", "hello\n");
  }
  void TearDown() override { unsetenv("LEAKWARDEN_SCANNER"); }

  std::string config_text(const std::string& rules = "builtin") const {
    return "data_dir: " + (folder_ / "data") + "\nrules: [" + rules +
           "]\nwatch:\n  - path: " + watched_ +
           "\n    interval: 2s\nlisteners:\n  - name: health\n" +
           "    address: 127.0.0.1:0\n    serves: [health, metrics]\noutgoing:\n" +
           "  allow_private: [127.0.0.1/32]\nchannels:\n  - {name: bus, type: webhook, url: \"" +
           receiver_->url() + "\", secret: {file: " + (folder_ / "secret") + "}}\n";
  }
  Result<std::unique_ptr<Daemon>> try_start() {
    leakwarden::testing::write_file(folder_ / "config.yaml", config_text());
    Result<Config> config = load_config(folder_ / "config.yaml");
    if (!config.ok()) return config.error();
    return Daemon::start(*config, "test", log_, clock_);
  }
  void start() {
    Result<std::unique_ptr<Daemon>> started = try_start();
    ASSERT_TRUE(started.ok()) << started.error().message();
    daemon_ = std::move(started).value();
    ASSERT_TRUE(eventually([this] { return ready(); }, kPatience));
  }
  bool ready() {
    daemon_->tick();
    return get("/readyz").find("200") != std::string::npos;
  }
  std::string get(const std::string& path) {
    return leakwarden::testing::run_program({"curl", "-s", "-m", "5", "-w", "\n%{http_code}",
                                             "http://" + daemon_->addresses().at(0) + path})
        .output;
  }
  std::string push_key(std::uint64_t seed, const std::string& repository) {
    std::string key = planted_postman_key(seed);
    work_.commit_file("f" + std::to_string(seed), "KEY=" + key + "\n");
    work_.must({"push", "-q", watched_ + "/" + repository, "HEAD:refs/heads/main"});
    return key;
  }
  std::vector<nlohmann::json> alerts(const std::string& type) const {
    std::vector<nlohmann::json> found;
    for (const CaughtRequest& request : receiver_->requests()) {
      nlohmann::json body = nlohmann::json::parse(request.body, nullptr, false);
      if (body.value("type", "") == type) found.push_back(std::move(body));
    }
    return found;
  }
  bool alerted(const std::string& type, std::size_t count) {
    return eventually([&] { return alerts(type).size() >= count; }, kPatience);
  }

  TemporaryFolder folder_;
  std::string watched_ = folder_ / "git";
  GitClient work_{folder_ / "work"};
  std::unique_ptr<WebhookReceiver> receiver_ =
      std::make_unique<WebhookReceiver>(std::vector<std::string>{"--secret", webhook_secret()});
  SystemClock clock_;
  Log log_{LogFormat::Text, LogLevel::Info, clock_};
  std::unique_ptr<Daemon> daemon_;
};

TEST_F(DaemonInProcess, APushBecomesASignedAlertWithoutTheKey) {
  make_bare_repository(watched_ + "/app.git");
  start();
  std::string key = push_key(1, "app.git");
  ASSERT_TRUE(alerted("incident.opened", 1));
  CaughtRequest request = receiver_->requests().at(0);
  EXPECT_TRUE(request.signature_ok.value_or(false));
  EXPECT_EQ(request.body.find(key.substr(8)), std::string::npos);
  std::string text = request.body;
  EXPECT_NE(text.find("\"f1\""), std::string::npos) << text;
  EXPECT_NE(text.find("postman-api-key"), std::string::npos);
  daemon_->tick();
  std::string metrics = get("/metrics");
  EXPECT_NE(
      metrics.find("leakwarden_findings_total{rule=\"postman-api-key\",severity=\"critical\"} 1"),
      std::string::npos)
      << metrics;
}

TEST_F(DaemonInProcess, WhatWasThereIsOneDigestAndWhatComesLaterIsAPush) {
  make_bare_repository(watched_ + "/old.git");
  push_key(1, "old.git");
  push_key(2, "old.git");
  start();
  ASSERT_TRUE(alerted("digest", 1));
  EXPECT_TRUE(alerts("incident.opened").empty());
  make_bare_repository(watched_ + "/new.git");
  push_key(3, "new.git");  // brings the history of the first two with it, whose incidents are known
  ASSERT_TRUE(alerted("incident.opened", 1));
  EXPECT_EQ(alerts("digest").size(), 1u);
}

TEST_F(DaemonInProcess, ARestartRepeatsNothingAndMissesNothing) {
  make_bare_repository(watched_ + "/app.git");
  start();
  push_key(1, "app.git");
  ASSERT_TRUE(alerted("incident.opened", 1));
  daemon_->stop(Daemon::StopHow::Orderly);
  daemon_.reset();
  push_key(2, "app.git");  // while nobody looks
  start();
  ASSERT_TRUE(alerted("incident.opened", 2));
  push_key(3, "app.git");
  ASSERT_TRUE(alerted("incident.opened", 3));
  EXPECT_EQ(receiver_->requests().size(), 3u);
}

TEST_F(DaemonInProcess, ASecondDaemonIsRefused) {
  start();
  SteadyTime begin = clock_.steady_now();
  Result<std::unique_ptr<Daemon>> second = try_start();
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().kind, ErrorKind::Refused);
  EXPECT_LT(clock_.steady_now() - begin, leakwarden::testing::kSlowdown * milliseconds(1000));
}

TEST_F(DaemonInProcess, AReloadTakesNewRulesAndRefusesMistakes) {
  make_bare_repository(watched_ + "/app.git");
  start();
  std::string bad = folder_.write("bad.yaml", "provider: X\nrules:\n  - {id: x, patern: y}\n");
  leakwarden::testing::write_file(folder_ / "config.yaml", config_text("builtin, " + bad));
  EXPECT_FALSE(daemon_->reload().ok());
  EXPECT_NE(get("/metrics").find("leakwarden_config_last_reload_successful 0"), std::string::npos);
  push_key(1, "app.git");  // the old rules still work
  ASSERT_TRUE(alerted("incident.opened", 1));
  leakwarden::testing::write_file(folder_ / "config.yaml", config_text());
  ASSERT_TRUE(daemon_->reload().ok());
  push_key(2, "app.git");
  ASSERT_TRUE(alerted("incident.opened", 2));
}

TEST_F(DaemonInProcess, AWatchedFolderThatIsNotThereComesLater) {
  std::filesystem::remove_all(watched_);
  start();
  std::filesystem::create_directories(watched_);
  make_bare_repository(watched_ + "/app.git");
  std::this_thread::sleep_for(milliseconds(100));
  push_key(1, "app.git");
  EXPECT_TRUE(eventually([this] { return !receiver_->requests().empty(); }, kPatience));
}

TEST_F(DaemonInProcess, AnUnreachableReceiverGetsItsAlertLater) {
  make_bare_repository(watched_ + "/app.git");
  start();
  int port = receiver_->port();
  receiver_->stop();
  push_key(1, "app.git");
  std::this_thread::sleep_for(milliseconds(500));
  receiver_ = std::make_unique<WebhookReceiver>(
      std::vector<std::string>{"--secret", webhook_secret()}, port);
  ASSERT_TRUE(alerted("incident.opened", 1));
}

TEST_F(DaemonInProcess, PushesBeforeTheStopAreInTheStoreAfterIt) {
  make_bare_repository(watched_ + "/app.git");
  start();
  for (std::uint64_t seed = 1; seed <= 10; ++seed) push_key(seed, "app.git");
  daemon_->stop(Daemon::StopHow::AtOnce);
  daemon_.reset();
  start();
  ASSERT_TRUE(eventually(
      [this] {
        std::set<std::string> fingerprints;
        for (const CaughtRequest& request : receiver_->requests()) {
          nlohmann::json body = nlohmann::json::parse(request.body, nullptr, false);
          fingerprints.insert(body["data"]["incident"].value("fingerprint", ""));
        }
        return fingerprints.size() == 10;
      },
      kPatience));
}

}  // namespace
}  // namespace leakwarden::service
