#include "notifier/pipeline.h"

#include <algorithm>

#include <fmt/core.h>

#include "notifier/retry.h"

namespace leakwarden::notifier {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kGoneWait = std::chrono::hours(1);

DeliveryResult not_needed(const DueDelivery& delivery, DeliveryReason reason) {
  DeliveryResult result;
  result.id = delivery.id;
  result.reason = reason;
  result.attempted = false;
  result.outcome = Delivered{fmt::format("not sent: {}", delivery_reason_name(reason))};
  return result;
}

std::string refusal_after(const DueDelivery& delivery, const std::string& reason) {
  return fmt::format("given up after {} attempts: {}", delivery.attempt, reason);
}

bool is_asked_for(const DeliveryGroup& group) {
  return std::any_of(group.begin(), group.end(),
                     [](const DueDelivery& delivery) { return delivery.by_hand; });
}

}  // namespace

ChannelPipeline::ChannelPipeline(std::unique_ptr<Channel> channel, RateLimit limit,
                                 const Clock& clock)
    : channel_(std::move(channel)), clock_(clock), bucket_(limit, clock.steady_now()) {
  health_.since = clock.now();
}

milliseconds ChannelPipeline::wait() {
  SteadyTime now = clock_.steady_now();
  return std::max(breaker_.wait(now), bucket_.wait(now));
}

void ChannelPipeline::deliver_due(std::vector<DueDelivery> due, const RecordDelivery& record) {
  std::vector<DueDelivery> wanted;
  for (DueDelivery& delivery : due) {
    DeliveryReason reason = told_.judge(delivery);
    if (is_sent(reason)) {
      wanted.push_back(std::move(delivery));
    } else {
      record(not_needed(delivery, reason));
    }
  }
  Turn turn;
  for (const DeliveryGroup& group : group_deliveries(std::move(wanted), channel_->grouping())) {
    deliver_group(group, turn, record);
  }
}

void ChannelPipeline::deliver_group(const DeliveryGroup& group, Turn& turn,
                                    const RecordDelivery& record) {
  SteadyTime now = clock_.steady_now();
  milliseconds closed_for = breaker_.wait(now);
  bool probes = !turn.failed && is_asked_for(group);
  if (closed_for.count() > 0 && !probes) {
    ++turn.postponed;
    return postpone(group, closed_for, waiting_reason(), record);
  }
  if (!bucket_.take(now)) {
    double tokens = 1 + static_cast<double>(turn.postponed++);
    return postpone(group, bucket_.wait(now, tokens), DeliveryReason::RateLimited, record);
  }
  send(group, record);
  turn.failed = !breaker_.is_closed();
}

DeliveryReason ChannelPipeline::waiting_reason() const {
  return health().state == ChannelState::Gone ? DeliveryReason::ChannelGone
                                              : DeliveryReason::ChannelUnreachable;
}

// The code, and behind it what the channel said last.
std::string ChannelPipeline::waiting_words(DeliveryReason reason) const {
  std::string words(delivery_reason_name(reason));
  std::string last = reason == DeliveryReason::RateLimited ? "" : health().reason;
  return last.empty() ? words : words + ": " + last;
}

void ChannelPipeline::send(const DeliveryGroup& group, const RecordDelivery& record) {
  DeliveryAttempt attempt = attempt_of(group, clock_.now());
  DeliveryOutcome outcome = channel_->deliver(attempt);
  note(outcome, seed_of(attempt.idempotency_key));
  for (const DueDelivery& delivery : group) {
    DeliveryResult result = result_of(delivery, outcome);
    if (std::holds_alternative<Delivered>(outcome)) told_.remember(delivery);
    record(result);
  }
}

void ChannelPipeline::postpone(const DeliveryGroup& group, milliseconds wait, DeliveryReason reason,
                               const RecordDelivery& record) {
  for (const DueDelivery& delivery : group) {
    DeliveryResult result;
    result.id = delivery.id;
    result.outcome = RetryAfter{wait, waiting_words(reason), false};
    result.retry_at = clock_.now() + wait;
    result.reason = reason;
    result.attempted = false;
    record(result);
  }
}

DeliveryResult ChannelPipeline::result_of(const DueDelivery& delivery,
                                          const DeliveryOutcome& outcome) const {
  DeliveryResult result;
  result.id = delivery.id;
  result.reason = told_.judge(delivery);
  result.outcome = outcome;
  const RetryAfter* retry = std::get_if<RetryAfter>(&outcome);
  if (retry == nullptr) return result;
  std::optional<milliseconds> wait =
      retry_wait(*retry, delivery, clock_.now(), breaker_.wait(clock_.steady_now()));
  if (wait) {
    result.retry_at = clock_.now() + *wait;
  } else {
    result.outcome = Refused{refusal_after(delivery, retry->reason), false};
  }
  return result;
}

void ChannelPipeline::note(const DeliveryOutcome& outcome, std::uint64_t seed) {
  SteadyTime now = clock_.steady_now();
  const RetryAfter* retry = std::get_if<RetryAfter>(&outcome);
  const Refused* refused = std::get_if<Refused>(&outcome);
  if (retry != nullptr && retry->peer_is_unreachable) {
    breaker_.failed(now, retry->wait, seed);
    set_health(ChannelState::Unreachable, retry->reason);
  } else if (refused != nullptr && refused->channel_is_gone) {
    breaker_.failed(now, kGoneWait, seed);
    set_health(ChannelState::Gone, refused->reason);
  } else {
    breaker_.succeeded();
    set_health(ChannelState::Working, "");
  }
}

void ChannelPipeline::set_health(ChannelState state, const std::string& reason) {
  std::lock_guard<std::mutex> lock(health_mutex_);
  if (health_.state != state) health_.since = clock_.now();
  health_.state = state;
  health_.reason = reason;
}

ChannelHealth ChannelPipeline::health() const {
  std::lock_guard<std::mutex> lock(health_mutex_);
  return health_;
}

}  // namespace leakwarden::notifier
