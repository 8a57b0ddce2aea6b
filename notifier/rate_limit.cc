#include "notifier/rate_limit.h"

#include <algorithm>
#include <cmath>

namespace leakwarden::notifier {

using std::chrono::milliseconds;

TokenBucket::TokenBucket(RateLimit limit, SteadyTime now)
    : per_second_(limit.per_minute > 0 ? std::min(limit.per_minute, 1e6) / 60 : 1.0 / 60),
      burst_(limit.burst >= 1 ? std::min(limit.burst, 1e6) : 1),
      tokens_(burst_),
      last_(now) {}

void TokenBucket::refill(SteadyTime now) {
  double seconds = std::chrono::duration<double>(now - last_).count();
  if (seconds > 0) tokens_ = std::min(burst_, tokens_ + seconds * per_second_);
  last_ = std::max(last_, now);
}

bool TokenBucket::take(SteadyTime now) {
  refill(now);
  constexpr double kAlmostOne = 1 - 1e-9;  // sums of fractions fall short by rounding
  if (tokens_ < kAlmostOne) return false;
  tokens_ -= 1;
  return true;
}

milliseconds TokenBucket::wait(SteadyTime now, double count) {
  refill(now);
  double missing = count - tokens_;
  if (missing <= 1e-9) return milliseconds(0);
  return milliseconds(static_cast<std::int64_t>(std::ceil(missing / per_second_ * 1000)));
}

}  // namespace leakwarden::notifier
