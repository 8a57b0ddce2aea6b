#include "notifier/pipeline.h"
#include "notifier/retry.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "tests/unit/notifier/sample.h"

namespace leakwarden::notifier {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

// Answers as told, remembers what it was given.
class FakeChannel final : public Channel {
 public:
  struct Log {
    std::vector<DeliveryAttempt> attempts;
    std::function<DeliveryOutcome(const DeliveryAttempt&)> answer;
  };
  FakeChannel(Grouping grouping, std::shared_ptr<Log> log)
      : grouping_(grouping), log_(std::move(log)) {}
  const std::string& name() const override { return name_; }
  Grouping grouping() const override { return grouping_; }
  DeliveryOutcome deliver(const DeliveryAttempt& attempt) override {
    log_->attempts.push_back(attempt);
    return log_->answer ? log_->answer(attempt) : DeliveryOutcome(Delivered{"ok"});
  }
  std::string preview(const DeliveryAttempt&) override { return ""; }

 private:
  std::string name_ = "fake";
  Grouping grouping_;
  std::shared_ptr<Log> log_;
};

class Pipeline : public ::testing::Test {
 protected:
  void make(Grouping grouping = Grouping::None, RateLimit limit = {6000, 1000}) {
    pipeline_ = std::make_unique<ChannelPipeline>(std::make_unique<FakeChannel>(grouping, log_),
                                                  limit, clock_);
  }
  DueDelivery due(std::int64_t id, const std::string& incident) const {
    DueDelivery delivery;
    delivery.id = id;
    delivery.alert = sample_alert();
    delivery.alert.group = "";
    delivery.alert.created = start_;
    delivery.alert.incident.id = incident;
    delivery.idempotency_key = "key-" + std::to_string(id);
    return delivery;
  }
  std::vector<DeliveryResult> deliver(std::vector<DueDelivery> list) {
    std::vector<DeliveryResult> results;
    pipeline_->deliver_due(std::move(list),
                           [&](const DeliveryResult& result) { results.push_back(result); });
    return results;
  }

  const WallTime start_ = from_unix_seconds(kSampleSeconds);
  ManualClock clock_{start_};
  std::shared_ptr<FakeChannel::Log> log_ = std::make_shared<FakeChannel::Log>();
  std::unique_ptr<ChannelPipeline> pipeline_;
};

TEST_F(Pipeline, RecordsEveryDeliveryOnceWithItsOutcome) {
  make();
  log_->answer = [](const DeliveryAttempt& attempt) -> DeliveryOutcome {
    if (attempt.idempotency_key == "key-2") return Refused{"HTTP 400", false};
    if (attempt.idempotency_key == "key-3") return RetryAfter{milliseconds(0), "HTTP 500", false};
    return Delivered{"HTTP 204"};
  };
  std::vector<DeliveryResult> results = deliver({due(1, "a"), due(2, "b"), due(3, "c")});
  ASSERT_EQ(results.size(), 3u);
  EXPECT_TRUE(std::holds_alternative<Delivered>(results[0].outcome));
  EXPECT_FALSE(results[0].retry_at);
  EXPECT_TRUE(std::holds_alternative<Refused>(results[1].outcome));
  EXPECT_TRUE(std::holds_alternative<RetryAfter>(results[2].outcome));
  ASSERT_TRUE(results[2].retry_at);
  EXPECT_EQ(*results[2].retry_at, start_ + *back_off(1, seed_of("key-3")));
  for (const DeliveryResult& result : results) EXPECT_TRUE(result.attempted);
}

TEST_F(Pipeline, ResultsAreRecordedBeforeTheNextMessageGoesOut) {
  make();
  std::vector<std::size_t> sent_when_recorded;
  pipeline_->deliver_due({due(1, "a"), due(2, "b"), due(3, "c")}, [&](const DeliveryResult&) {
    sent_when_recorded.push_back(log_->attempts.size());
  });
  EXPECT_EQ(sent_when_recorded, (std::vector<std::size_t>{1, 2, 3}));
}

TEST_F(Pipeline, AGroupIsOneMessageAndOneResultEach) {
  make(Grouping::Incident);
  std::vector<DeliveryResult> results = deliver({due(1, "a"), due(2, "a"), due(3, "b")});
  EXPECT_EQ(log_->attempts.size(), 2u);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_EQ(results[0].id, 1);
  EXPECT_EQ(results[1].id, 2);
}

TEST_F(Pipeline, DeliveredButNotRecordedIsNotSentTwice) {
  make();
  deliver({due(1, "a")});  // say the record failed: disk full
  std::vector<DeliveryResult> results = deliver({due(1, "a")});
  EXPECT_EQ(log_->attempts.size(), 1u);
  ASSERT_EQ(results.size(), 1u);
  EXPECT_EQ(results[0].reason, DeliveryReason::AlreadyDelivered);
  EXPECT_TRUE(std::holds_alternative<Delivered>(results[0].outcome));
  EXPECT_FALSE(results[0].attempted);
}

TEST_F(Pipeline, ARepeatIsSuppressedAndSaysWhy) {
  make();
  deliver({due(1, "a")});
  DueDelivery again = due(2, "a");
  again.alert.type = AlertType::IncidentSeenAgain;
  std::vector<DeliveryResult> results = deliver({again});
  EXPECT_EQ(log_->attempts.size(), 1u);
  EXPECT_EQ(std::get<Delivered>(results[0].outcome).detail, "not sent: repeat-suppressed");
}

TEST_F(Pipeline, WhenThePeerIsDownOneProbesAndTheOthersWait) {
  make();
  log_->answer = [](const DeliveryAttempt&) {
    return DeliveryOutcome(RetryAfter{milliseconds(0), "timeout", true});
  };
  std::vector<DeliveryResult> results = deliver({due(1, "a"), due(2, "b"), due(3, "c")});
  EXPECT_EQ(log_->attempts.size(), 1u);
  ASSERT_EQ(results.size(), 3u);
  EXPECT_TRUE(results[0].attempted);
  EXPECT_FALSE(results[1].attempted);
  EXPECT_EQ(results[1].reason, DeliveryReason::ChannelUnreachable);
  EXPECT_EQ(results[1].retry_at, results[0].retry_at);
  EXPECT_EQ(pipeline_->health().state, ChannelState::Unreachable);
  EXPECT_EQ(pipeline_->health().reason, "timeout");
  EXPECT_GT(pipeline_->wait(), milliseconds(0));
  clock_.advance(pipeline_->wait());
  EXPECT_EQ(pipeline_->wait(), milliseconds(0));
  log_->answer = nullptr;
  results = deliver({due(1, "a"), due(2, "b"), due(3, "c")});
  EXPECT_EQ(log_->attempts.size(), 4u);
  EXPECT_EQ(pipeline_->health().state, ChannelState::Working);
}

// `alerts retry` said "due now" and then waited for the breaker, up to five minutes.
TEST_F(Pipeline, WhatIsAskedForByHandIsTheProbeAndGoesAtOnce) {
  make();
  log_->answer = [](const DeliveryAttempt&) {
    return DeliveryOutcome(RetryAfter{milliseconds(0), "timeout", true});
  };
  for (int i = 0; i < 10; ++i) {
    deliver({due(1, "a")});
    clock_.advance(pipeline_->wait());
  }
  deliver({due(1, "a")});
  ASSERT_GT(pipeline_->wait(), minutes(4));
  std::size_t before = log_->attempts.size();
  DueDelivery asked = due(2, "b");
  asked.by_hand = true;
  DueDelivery also = due(3, "c");
  also.by_hand = true;
  // It fails: one probe, and the peer is not hammered with the other.
  std::vector<DeliveryResult> results = deliver({due(1, "a"), asked, also});
  EXPECT_EQ(log_->attempts.size(), before + 1);
  EXPECT_EQ(log_->attempts.back().idempotency_key, "key-2");
  EXPECT_FALSE(results[0].attempted);
  EXPECT_EQ(std::get<RetryAfter>(results[0].outcome).reason, "channel-unreachable: timeout");
  EXPECT_FALSE(results[2].attempted);
  // It arrives: the channel works, and the others go with it.
  log_->answer = nullptr;
  results = deliver({asked, also, due(4, "d")});
  EXPECT_EQ(log_->attempts.size(), before + 4);
  EXPECT_EQ(pipeline_->health().state, ChannelState::Working);
}

TEST_F(Pipeline, AGoneEndpointRestsAnHourAndBuriesOnlyTheOneItRefused) {
  make();
  log_->answer = [](const DeliveryAttempt&) { return DeliveryOutcome(Refused{"HTTP 410", true}); };
  std::vector<DeliveryResult> results = deliver({due(1, "a"), due(2, "b")});
  EXPECT_TRUE(std::holds_alternative<Refused>(results[0].outcome));
  EXPECT_TRUE(std::holds_alternative<RetryAfter>(results[1].outcome));
  EXPECT_EQ(results[1].reason, DeliveryReason::ChannelGone);
  EXPECT_EQ(results[1].retry_at, start_ + hours(1));
  EXPECT_EQ(pipeline_->health().state, ChannelState::Gone);
  EXPECT_EQ(pipeline_->wait(), hours(1));
}

TEST_F(Pipeline, TheRateSpreadsMessagesOut) {
  make(Grouping::None, {60, 2});
  std::vector<DueDelivery> list;
  for (int i = 0; i < 5; ++i) list.push_back(due(i, "inc-" + std::to_string(i)));
  std::vector<DeliveryResult> results = deliver(list);
  EXPECT_EQ(log_->attempts.size(), 2u);
  ASSERT_EQ(results.size(), 5u);
  for (int i = 2; i < 5; ++i) {
    EXPECT_EQ(results[static_cast<std::size_t>(i)].reason, DeliveryReason::RateLimited);
    EXPECT_FALSE(results[static_cast<std::size_t>(i)].attempted);
    EXPECT_EQ(results[static_cast<std::size_t>(i)].retry_at, start_ + seconds(i - 1));
  }
  EXPECT_EQ(pipeline_->wait(), seconds(1));
}

TEST_F(Pipeline, GivenUpSaysHowOften) {
  make();
  log_->answer = [](const DeliveryAttempt&) {
    return DeliveryOutcome(RetryAfter{milliseconds(0), "HTTP 500", false});
  };
  DueDelivery delivery = due(1, "a");
  delivery.attempt = 15;
  clock_.advance(hours(7 * 24));
  std::vector<DeliveryResult> results = deliver({delivery});
  ASSERT_TRUE(std::holds_alternative<Refused>(results[0].outcome));
  EXPECT_EQ(std::get<Refused>(results[0].outcome).reason, "given up after 15 attempts: HTTP 500");
  EXPECT_FALSE(results[0].retry_at);
}

// An outbox in memory: due times and attempts as the store keeps them.
struct Outbox {
  struct Row {
    DueDelivery delivery;
    WallTime due_at;
    int delivered = 0;
    bool buried = false;
  };
  std::map<std::int64_t, Row> rows;

  std::vector<DueDelivery> take(WallTime now, std::size_t most) {
    std::vector<std::pair<WallTime, std::int64_t>> order;
    for (const std::pair<const std::int64_t, Row>& row : rows) {
      bool waits = row.second.delivered == 0 && !row.second.buried && row.second.due_at <= now;
      if (waits) order.emplace_back(row.second.due_at, row.first);
    }
    std::sort(order.begin(), order.end());
    std::vector<DueDelivery> taken;
    for (const std::pair<WallTime, std::int64_t>& one : order) {
      if (taken.size() == most) break;
      Row& row = rows[one.second];
      taken.push_back(row.delivery);
    }
    return taken;
  }
  void record(const DeliveryResult& result) {
    Row& row = rows[result.id];
    if (result.attempted) ++row.delivery.attempt;
    if (std::holds_alternative<Delivered>(result.outcome)) ++row.delivered;
    if (std::holds_alternative<Refused>(result.outcome)) row.buried = true;
    if (result.retry_at) row.due_at = *result.retry_at;
  }
};

// Bar 12: a provider dead for 48 hours, then back: every alert delivered once, grouped, within ten
// minutes, at most one message a second.
TEST_F(Pipeline, AfterTwoDeadDaysEverythingArrivesOnceWithinTenMinutes) {
  make(Grouping::Push, {60, 1});
  const WallTime back_at = start_ + hours(48);
  WallTime last_message{};
  log_->answer = [&](const DeliveryAttempt& attempt) -> DeliveryOutcome {
    EXPECT_GE(attempt.now - last_message, milliseconds(999));
    last_message = attempt.now;
    if (attempt.now < back_at) return RetryAfter{milliseconds(0), "timeout", true};
    return Delivered{"ok"};
  };
  Outbox outbox;
  for (std::int64_t i = 0; i < 200; ++i) {
    DueDelivery delivery = due(i, "inc-" + std::to_string(i));
    delivery.alert.created = start_ + seconds(i * 864);  // over the two days
    outbox.rows[i] = {delivery, delivery.alert.created, 0, false};
  }
  std::size_t probes = 0;
  while (clock_.now() < back_at + minutes(10)) {
    if (pipeline_->wait().count() == 0) {
      std::vector<DueDelivery> taken = outbox.take(clock_.now(), ChannelPipeline::most_to_take());
      if (!taken.empty()) {
        pipeline_->deliver_due(std::move(taken),
                               [&](const DeliveryResult& result) { outbox.record(result); });
      }
    }
    if (clock_.now() < back_at) probes = log_->attempts.size();
    clock_.advance(std::max(pipeline_->wait(), milliseconds(1000)));
  }
  std::size_t delivered = 0;
  for (const std::pair<const std::int64_t, Outbox::Row>& row : outbox.rows) {
    EXPECT_FALSE(row.second.buried);
    EXPECT_LE(row.second.delivered, 1);
    delivered += static_cast<std::size_t>(row.second.delivered);
  }
  EXPECT_EQ(delivered, outbox.rows.size());
  EXPECT_LT(probes, 48u * 60 / 4);                // it was not hammered
  EXPECT_LE(log_->attempts.size() - probes, 5u);  // digests, not 200 messages
}

}  // namespace
}  // namespace leakwarden::notifier
