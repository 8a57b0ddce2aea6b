#pragma once

// When does a failed delivery come again, and when is it given up?

#include <chrono>
#include <optional>

#include "notifier/delivery.h"

namespace leakwarden::notifier {

// A delivery is buried when it had all its attempts (back_off()) AND is older than this: attempts
// alone would be used up in a day of probing a dead peer, age alone by a long queue.
inline constexpr std::chrono::hours kDeliveryLife{6 * 24};

// `breaker_wait`: until the channel's next probe, 0 when it is reachable. Empty: give it up.
std::optional<std::chrono::milliseconds> retry_wait(const RetryAfter& retry,
                                                    const DueDelivery& delivery, WallTime now,
                                                    std::chrono::milliseconds breaker_wait);

// A stable number from a key, for jitter.
std::uint64_t seed_of(std::string_view key);

}  // namespace leakwarden::notifier
