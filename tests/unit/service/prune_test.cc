// What arrived long ago is forgotten; what did not arrive, or is not over, is not.

#include <gmock/gmock.h>

#include "tests/unit/service/store_fixture.h"

namespace leakwarden::service {
namespace {

using leakwarden::testing::TemporaryFolder;

constexpr std::int64_t kDay = 86'400;

class Prune : public ::testing::Test {
 protected:
  static std::unique_ptr<Store> open(const std::string& data_dir) {
    StoreOptions options;
    options.data_dir = data_dir;
    options.now = at_second(0);
    return open_sqlite_store(options).value();
  }
  // Everything due is answered for.
  void answer_all(const notifier::DeliveryOutcome& outcome, std::int64_t second) {
    for (const char* channel : {"security", "bus"}) {
      std::vector<DeliveryRecord> taken =
          store_
              ->take_due_deliveries(channel, 1000, at_second(second), kLease, DeliveryChoice::Any)
              .value();
      for (const DeliveryRecord& one : taken) {
        ASSERT_TRUE(store_
                        ->record_delivery(one.id, outcome, std::nullopt, Attempted::Yes,
                                          at_second(second))
                        .ok());
      }
    }
  }
  void close_all(std::int64_t second) {
    for (const IncidentRecord& one : store_.incidents()) {
      ASSERT_TRUE(store_.change(one.id, IncidentState::Closed, "revoked", second).ok());
    }
  }
  std::size_t pruned(std::int64_t until, std::size_t most = 1000) {
    return store_->prune_deliveries(at_second(until), most).value();
  }

  TemporaryFolder folder_;
  StoreSteps store_{open(folder_ / "data")};
};

TEST_F(Prune, WhatArrivedLongAgoAndIsOverIsForgotten) {
  store_.push("pay", "a", {finding("key")});
  close_all(1);
  answer_all(notifier::Delivered{"ok"}, 2);
  ASSERT_EQ(store_.deliveries().size(), 4u);  // opened and closed, to two channels
  EXPECT_EQ(pruned(2), 0u);
  EXPECT_EQ(pruned(3), 4u);
  EXPECT_TRUE(store_.deliveries().empty());
  EXPECT_TRUE(store_->check().ok());
  EXPECT_EQ(store_.incidents().size(), 1u);
}

TEST_F(Prune, AnOpenIncidentKeepsItsDeliveries) {
  store_.push("pay", "a", {finding("key")});
  answer_all(notifier::Delivered{"ok"}, 2);
  EXPECT_EQ(pruned(90 * kDay), 0u);
}

TEST_F(Prune, DeadAndWaitingOnesStay) {
  store_.push("pay", "a", {finding("key")});
  answer_all(notifier::Refused{"404", false}, 0);
  close_all(1);  // its alerts wait
  EXPECT_EQ(pruned(90 * kDay), 0u);
  EXPECT_EQ(store_->list_deliveries(DeliveryState::Dead, 10)->size(), 2u);
  EXPECT_EQ(store_->list_deliveries(DeliveryState::Pending, 10)->size(), 2u);
}

TEST_F(Prune, APassIsBoundedAndTheOldestGoFirst) {
  for (int tip = 0; tip < 5; ++tip) {
    store_.push("pay", std::to_string(tip), {finding(std::to_string(tip))}, tip);
  }
  close_all(6);
  answer_all(notifier::Delivered{"ok"}, 7);
  std::int64_t newest = store_.deliveries().front().id;
  EXPECT_EQ(pruned(90 * kDay, 3), 3u);
  EXPECT_EQ(store_.deliveries().size(), 17u);
  EXPECT_EQ(store_.deliveries().front().id, newest);
}

TEST_F(Prune, ADigestStaysForItTellsOfOpenIncidents) {
  AlertPlan floods = plan();
  floods.flood_threshold = 1;
  store_.push("pay", "a", {finding("key"), finding("other")}, 0, floods);
  answer_all(notifier::Delivered{"ok"}, 2);
  EXPECT_EQ(pruned(90 * kDay), 0u);
}

}  // namespace
}  // namespace leakwarden::service
