#pragma once

// The stages of one channel, in the order they happen:
//
//   due ─ dedup ─ group ─ breaker ─ rate-limit ─ render and send ─ record
//         dedup.h group.h breaker.h rate_limit.h  channels/       yours
//
// route (channel.h) ran when the alert was made; the outbox is the service's. For each due delivery
// exactly one DeliveryResult is recorded, right after its message went out, so that a crash repeats
// at most one message.
//
//   ChannelPipeline pipeline(make_channel(config, transport).value(), config_rate, clock);
//   while (running) {
//     sleep(pipeline.wait());
//     pipeline.deliver_due(store.take_due_deliveries(name, pipeline.most_to_take(), …), record);
//   }
//
// Thread rules: one thread a pipeline (and its transport); health() may be read from others.

#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "notifier/breaker.h"
#include "notifier/dedup.h"
#include "notifier/delivery.h"
#include "notifier/group.h"
#include "notifier/rate_limit.h"

namespace leakwarden::notifier {

enum class ChannelState {
  Working,
  Unreachable,  // retried; nothing is lost
  Gone,         // 410 and the like: not tried again for an hour, tell people by another channel
};
struct ChannelHealth {
  ChannelState state = ChannelState::Working;
  std::string reason;  // the last failure; "" when working
  WallTime since;
};

using RecordDelivery = std::function<void(const DeliveryResult&)>;

class ChannelPipeline {
 public:
  ChannelPipeline(std::unique_ptr<Channel> channel, RateLimit limit, const Clock& clock);

  const std::string& name() const { return channel_->name(); }
  // How long deliver_due() would only postpone: taking deliveries from the outbox earlier is
  // useless.
  std::chrono::milliseconds wait();
  // Enough for grouping a backlog, few enough for one lease.
  static constexpr std::size_t most_to_take() { return 500; }
  // Records every delivery of `due` once. Takes at most about (messages × their time) and ends
  // early by postponing when the peer stops answering. What was asked for by hand goes out even
  // while the breaker waits, as one probe: when it fails, the others wait on.
  void deliver_due(std::vector<DueDelivery> due, const RecordDelivery& record);
  ChannelHealth health() const;

 private:
  struct Turn {  // of one deliver_due()
    std::size_t postponed = 0;
    bool failed = false;  // the peer took nothing: no more probes
  };
  void deliver_group(const DeliveryGroup& group, Turn& turn, const RecordDelivery& record);
  DeliveryReason waiting_reason() const;
  void send(const DeliveryGroup& group, const RecordDelivery& record);
  void postpone(const DeliveryGroup& group, std::chrono::milliseconds wait, DeliveryReason reason,
                const RecordDelivery& record);
  DeliveryResult result_of(const DueDelivery& delivery, const DeliveryOutcome& outcome) const;
  void note(const DeliveryOutcome& outcome, std::uint64_t seed);
  std::string waiting_words(DeliveryReason reason) const;
  void set_health(ChannelState state, const std::string& reason);

  std::unique_ptr<Channel> channel_;
  const Clock& clock_;
  TokenBucket bucket_;
  Breaker breaker_;
  ToldMemory told_;
  mutable std::mutex health_mutex_;
  ChannelHealth health_;
};

}  // namespace leakwarden::notifier
