#pragma once

// Circuit breaker of a channel. While the peer takes nothing, one delivery probes it after 1 s, 2
// s, 5 s … and then every five minutes, and the others wait for that probe; so a provider that
// comes back after two days has everything within minutes, and was not hammered meanwhile.
//
// Thread rules: one thread.

#include <chrono>
#include <cstdint>

#include "scanner/base/clock.h"

namespace leakwarden::notifier {

inline constexpr std::chrono::milliseconds kLongestProbeWait = std::chrono::minutes(5);

class Breaker {
 public:
  // 0 when closed, or when it is time for a probe.
  std::chrono::milliseconds wait(SteadyTime now) const;
  bool is_closed() const { return failures_ == 0; }
  // The peer could not take a message; wait at least `at_least` (its Retry-After).
  void failed(SteadyTime now, std::chrono::milliseconds at_least, std::uint64_t jitter_seed);
  void succeeded() { failures_ = 0; }

 private:
  unsigned failures_ = 0;
  SteadyTime open_until_{};
};

}  // namespace leakwarden::notifier
