#include "notifier/retry.h"

#include <algorithm>

namespace leakwarden::notifier {

using std::chrono::milliseconds;

std::optional<milliseconds> retry_wait(const RetryAfter& retry, const DueDelivery& delivery,
                                       WallTime now, milliseconds breaker_wait) {
  std::uint64_t seed = seed_of(delivery.idempotency_key);
  std::optional<milliseconds> ladder = back_off(delivery.attempt, seed);
  bool is_old = now - delivery.alert.created >= kDeliveryLife;
  if (!ladder && is_old) return std::nullopt;
  if (retry.peer_is_unreachable) return std::max(breaker_wait, retry.wait);
  milliseconds longest_step = *back_off(14, seed);
  return std::max(ladder.value_or(longest_step), retry.wait);
}

std::uint64_t seed_of(std::string_view key) {  // FNV-1a
  std::uint64_t hash = 14695981039346656037u;
  for (char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211u;
  return hash;
}

}  // namespace leakwarden::notifier
