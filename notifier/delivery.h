#pragma once

// The values that flow through a channel's stages (pipeline.h).

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/channel.h"

namespace leakwarden::notifier {

// A delivery whose time has come, as the outbox gives it.
struct DueDelivery {
  std::int64_t id = 0;  // the outbox's row
  Alert alert;
  std::string idempotency_key;
  unsigned attempt = 1;          // this one, from 1
  bool possible_repeat = false;  // an earlier attempt may have arrived
  bool by_hand = false;          // somebody asked for it now: it probes a channel that waits
};

// Why a delivery was sent, or not. Kept in logs and metrics.
enum class DeliveryReason {
  FirstNotification,   // sent: the channel had not heard of the incident (since our start)
  StateChange,         // sent: something changed in an incident it knows
  NewPlaces,           // sent: seen again, where it was not known to be
  NotAnIncident,       // sent: digest, push, test
  RepeatSuppressed,    // not sent: seen again, only where the channel was told of
  AlreadyDelivered,    // not sent: this very delivery arrived, only its record failed
  ChannelUnreachable,  // not sent now: the peer takes nothing, it is probed by one delivery
  ChannelGone,         // not sent now: the endpoint does not exist any more
  RateLimited,         // not sent now: the channel's rate
};
std::string_view delivery_reason_name(DeliveryReason reason);  // "first-notification"

// What became of one due delivery, for the outbox to record.
struct DeliveryResult {
  std::int64_t id = 0;
  DeliveryOutcome outcome;
  std::optional<WallTime> retry_at;  // exactly where outcome is RetryAfter
  DeliveryReason reason = DeliveryReason::FirstNotification;
  bool attempted = true;  // false: nothing was sent, so it is no attempt and no possible repeat
};

}  // namespace leakwarden::notifier
