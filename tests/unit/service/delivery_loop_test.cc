// From the outbox to channels: the real store and pipeline, channels of the test's own.
#include "service/jobs/delivery_loop.h"

#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

#include "service/jobs/interruptible_channel.h"
#include "service/store/sqlite_store.h"
#include "tests/support/process.h"
#include "tests/support/slowdown.h"
#include "tests/support/temporary_folder.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::eventually;
using leakwarden::testing::TemporaryFolder;
using notifier::DeliveryAttempt;
using notifier::DeliveryOutcome;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{10'000 * leakwarden::testing::kSlowdown};

// What a channel was given, and what it answers.
struct Peer {
  std::mutex mutex;
  std::vector<DeliveryAttempt> got;
  std::function<DeliveryOutcome(const DeliveryAttempt&)> answer = [](const DeliveryAttempt&) {
    return notifier::Delivered{"ok"};
  };
  std::size_t count() {
    std::lock_guard<std::mutex> lock(mutex);
    return got.size();
  }
};

class TestChannel final : public notifier::Channel {
 public:
  TestChannel(std::string name, std::shared_ptr<Peer> peer)
      : name_(std::move(name)), peer_(std::move(peer)) {}
  const std::string& name() const override { return name_; }
  std::string preview(const DeliveryAttempt&) override { return ""; }
  DeliveryOutcome deliver(const DeliveryAttempt& attempt) override {
    std::function<DeliveryOutcome(const DeliveryAttempt&)> answer;
    {
      std::lock_guard<std::mutex> lock(peer_->mutex);
      peer_->got.push_back(attempt);
      answer = peer_->answer;
    }
    return answer(attempt);
  }

 private:
  std::string name_;
  std::shared_ptr<Peer> peer_;
};

class Deliveries : public ::testing::Test {
 protected:
  void SetUp() override {
    store_ = open_sqlite_store({folder_ / "data", StoreRole::Daemon, "", clock_.now()}).value();
    loop_ = std::make_unique<DeliveryLoop>(DeliveryLoop::Parts{*store_, log_, metrics_, clock_});
  }
  void start(const std::vector<std::string>& names, notifier::RateLimit rate = {6000, 1000}) {
    Pipelines pipelines;
    for (const std::string& name : names) {
      if (peers_.count(name) == 0) peers_[name] = std::make_shared<Peer>();
      pipelines.push_back(std::make_unique<notifier::ChannelPipeline>(
          std::make_unique<TestChannel>(name, peers_[name]), rate, clock_));
    }
    loop_->start(std::move(pipelines));
  }
  void raise(const std::string& id, const std::vector<std::string>& channels) {
    notifier::Alert alert;
    alert.id = id;
    alert.type = notifier::AlertType::Digest;
    alert.summary = id;
    alert.created = clock_.now();
    ASSERT_TRUE(store_->raise_alert(alert, channels, clock_.now()).ok());
  }
  std::size_t in_state(DeliveryState state) {
    return store_->list_deliveries(state, 1000).value().size();
  }

  TemporaryFolder folder_;
  SystemClock clock_;
  Log log_{LogFormat::Text, LogLevel::Error, clock_};
  Metrics metrics_{"test"};
  std::unique_ptr<Store> store_;
  std::map<std::string, std::shared_ptr<Peer>> peers_;
  std::unique_ptr<DeliveryLoop> loop_;
};

TEST_F(Deliveries, ARingBringsAnAlertToItsChannelsAtOnce) {
  start({"a", "b", "c"});
  std::this_thread::sleep_for(milliseconds(50));  // all asleep
  SteadyTime begin = clock_.steady_now();
  raise("one", {"a", "b"});
  loop_->ring();
  ASSERT_TRUE(eventually([this] { return in_state(DeliveryState::Sent) == 2; }, kPatience));
  EXPECT_LT(clock_.steady_now() - begin, leakwarden::testing::kSlowdown * milliseconds(1000));
  EXPECT_EQ(peers_["a"]->count(), 1u);
  EXPECT_EQ(peers_["b"]->count(), 1u);
  EXPECT_EQ(peers_["c"]->count(), 0u);
}

TEST_F(Deliveries, WhatWasThereAtTheStartIsDelivered) {
  raise("one", {"a"});
  start({"a"});
  EXPECT_TRUE(eventually([this] { return peers_["a"]->count() == 1; }, kPatience));
}

TEST_F(Deliveries, ASlowChannelDelaysNoOther) {
  peers_["slow"] = std::make_shared<Peer>();
  peers_["slow"]->answer = [](const DeliveryAttempt&) {
    std::this_thread::sleep_for(milliseconds(1500));
    return notifier::Delivered{"ok"};
  };
  start({"slow", "fast"});
  raise("one", {"slow", "fast"});
  SteadyTime begin = clock_.steady_now();
  loop_->ring();
  ASSERT_TRUE(eventually([this] { return peers_["fast"]->count() == 1; }, kPatience));
  EXPECT_LT(clock_.steady_now() - begin, leakwarden::testing::kSlowdown * milliseconds(1000));
}

TEST_F(Deliveries, AFailureIsRetriedWithTheSameKeyUntilItArrives) {
  peers_["a"] = std::make_shared<Peer>();
  std::shared_ptr<std::atomic<int>> failures = std::make_shared<std::atomic<int>>(1);
  peers_["a"]->answer = [failures](const DeliveryAttempt&) -> DeliveryOutcome {
    if (failures->fetch_sub(1) > 0) {
      notifier::RetryAfter later;
      later.wait = milliseconds(50);
      later.reason = "503";
      return later;
    }
    return notifier::Delivered{"ok"};
  };
  start({"a"});
  raise("one", {"a"});
  loop_->ring();
  ASSERT_TRUE(eventually([this] { return in_state(DeliveryState::Sent) == 1; }, kPatience));
  ASSERT_EQ(peers_["a"]->count(), 2u);
  EXPECT_EQ(peers_["a"]->got[0].idempotency_key, peers_["a"]->got[1].idempotency_key);
  EXPECT_EQ(peers_["a"]->got[1].attempt, 2u);
}

// The breaker of a channel that is gone waits an hour; who asks by hand does not.
TEST_F(Deliveries, WhatIsRetriedByHandGoesOutWhileTheChannelWaits) {
  peers_["a"] = std::make_shared<Peer>();
  std::shared_ptr<std::atomic<bool>> mended = std::make_shared<std::atomic<bool>>(false);
  peers_["a"]->answer = [mended](const DeliveryAttempt&) -> DeliveryOutcome {
    if (mended->load()) return notifier::Delivered{"ok"};
    return notifier::Refused{"410 Gone", true};
  };
  start({"a"});
  raise("one", {"a"});
  loop_->ring();
  ASSERT_TRUE(eventually([this] { return in_state(DeliveryState::Dead) == 1; }, kPatience));
  mended->store(true);
  std::int64_t id = store_->list_deliveries(DeliveryState::Dead, 1).value()[0].id;
  SteadyTime begin = clock_.steady_now();
  ASSERT_TRUE(store_->retry_delivery(id, clock_.now()).ok());
  ASSERT_TRUE(eventually([this] { return in_state(DeliveryState::Sent) == 1; }, kPatience));
  EXPECT_LT(clock_.steady_now() - begin, milliseconds(3'000));
  EXPECT_EQ(peers_["a"]->count(), 2u);
}

TEST_F(Deliveries, ARefusalIsBuried) {
  peers_["a"] = std::make_shared<Peer>();
  peers_["a"]->answer = [](const DeliveryAttempt&) -> DeliveryOutcome {
    return notifier::Refused{"550 no such user", false};
  };
  start({"a"});
  raise("one", {"a"});
  loop_->ring();
  ASSERT_TRUE(eventually([this] { return in_state(DeliveryState::Dead) == 1; }, kPatience));
  EXPECT_NE(store_->list_deliveries(DeliveryState::Dead, 10).value()[0].last_error.find("550"),
            std::string::npos);
}

TEST_F(Deliveries, AChannelThatIsGoneIsToldOfOnTheOthersOnce) {
  peers_["gone"] = std::make_shared<Peer>();
  peers_["gone"]->answer = [](const DeliveryAttempt&) -> DeliveryOutcome {
    return notifier::Refused{"410 Gone", true};
  };
  start({"gone", "other"});
  raise("one", {"gone"});
  raise("two", {"gone"});
  loop_->ring();
  ASSERT_TRUE(eventually([this] { return peers_["other"]->count() == 1; }, kPatience));
  std::this_thread::sleep_for(milliseconds(200));
  EXPECT_EQ(peers_["other"]->count(), 1u);
  EXPECT_NE(peers_["other"]->got[0].alert.summary.find("'gone'"), std::string::npos);
  EXPECT_EQ(peers_["gone"]->count(), 1u);  // it is not asked again now
}

TEST_F(Deliveries, PostponedByTheRateIsNoAttempt) {
  start({"a"}, {600, 1});  // one at once, then ten a second
  for (const char* id : {"one", "two", "three"}) raise(id, {"a"});
  loop_->ring();
  ASSERT_TRUE(eventually([this] { return in_state(DeliveryState::Sent) == 3; }, kPatience));
  for (const DeliveryAttempt& attempt : peers_["a"]->got) {
    EXPECT_EQ(attempt.attempt, 1u);
    EXPECT_FALSE(attempt.possible_repeat);
  }
}

TEST_F(Deliveries, FinishingDeliversWhatIsDueAndQuick) {
  start({"a"});
  for (int i = 0; i < 20; ++i) raise("alert " + std::to_string(i), {"a"});
  loop_->finish(milliseconds(5'000));
  EXPECT_EQ(in_state(DeliveryState::Sent), 20u);
}

TEST_F(Deliveries, FinishingDoesNotWaitForSlowPeersAndLosesNothing) {
  peers_["a"] = std::make_shared<Peer>();
  std::shared_ptr<Peer> peer = peers_["a"];
  peer->answer = [](const DeliveryAttempt&) {
    std::this_thread::sleep_for(milliseconds(300));
    return notifier::Delivered{"ok"};
  };
  Pipelines pipelines;
  std::shared_ptr<std::atomic<bool>> interrupted = std::make_shared<std::atomic<bool>>(false);
  pipelines.push_back(std::make_unique<notifier::ChannelPipeline>(
      interruptible(std::make_unique<TestChannel>("a", peer), interrupted),
      notifier::RateLimit{6000, 1000}, clock_));
  for (int i = 0; i < 50; ++i) raise("alert " + std::to_string(i), {"a"});
  loop_->start(std::move(pipelines));
  ASSERT_TRUE(eventually([&peer] { return peer->count() >= 1; }, kPatience));
  interrupted->store(true);
  SteadyTime begin = clock_.steady_now();
  loop_->finish(milliseconds(0));
  EXPECT_LT(clock_.steady_now() - begin, milliseconds(3'000));
  EXPECT_EQ(in_state(DeliveryState::Sent) + in_state(DeliveryState::Retry) +
                in_state(DeliveryState::Pending),
            50u);
}

TEST_F(Deliveries, PipelinesNeedTheirCredentials) {
  Config config;
  ChannelSpecification webhook;
  webhook.kind = ChannelSpecification::Kind::Webhook;
  webhook.name = "bus";
  webhook.url = std::string("http://127.0.0.1:9/hook");
  webhook.secrets.push_back({CredentialSource::File, folder_ / "absent", "config:1"});
  config.channels.push_back(webhook);
  Result<Pipelines> pipelines = loop_->make_pipelines(config);
  ASSERT_FALSE(pipelines.ok());
  EXPECT_NE(pipelines.error().message().find("absent"), std::string::npos);
}

}  // namespace
}  // namespace leakwarden::service
