#pragma once

// Stage "rate-limit": a token bucket per channel, on the steady clock. `burst` messages may go at
// once, `per_minute` in the long run.
//
// Thread rules: one thread.

#include <chrono>

#include "notifier/channel.h"
#include "scanner/base/clock.h"

namespace leakwarden::notifier {

class TokenBucket {
 public:
  // Full at the start. Nonsense (≤ 0, NaN) counts as the slowest: one a minute, burst of one.
  TokenBucket(RateLimit limit, SteadyTime now);

  bool take(SteadyTime now);  // one token, if there is one
  // Until `count` tokens are there; 0 when they are. Rounded up to a millisecond.
  std::chrono::milliseconds wait(SteadyTime now, double count = 1);

 private:
  void refill(SteadyTime now);
  double per_second_;
  double burst_;
  double tokens_;
  SteadyTime last_;
};

}  // namespace leakwarden::notifier
