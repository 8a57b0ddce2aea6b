#pragma once

// The only door to time. Stored times are wall clock (Unix seconds, UTC); waiting uses the steady
// clock. Tests use ManualClock.
//
// Thread rules: all members may be called from any thread.

#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace leakwarden {

using WallTime = std::chrono::sys_time<std::chrono::milliseconds>;
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime now() const = 0;
  virtual SteadyTime steady_now() const = 0;
};

class SystemClock final : public Clock {
 public:
  WallTime now() const override;
  SteadyTime steady_now() const override;
};

// Stands still until told.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(WallTime start);
  WallTime now() const override;
  SteadyTime steady_now() const override;
  void advance(std::chrono::milliseconds by);

 private:
  mutable std::mutex mutex_;
  WallTime wall_;
  SteadyTime steady_;
};

std::int64_t unix_seconds(WallTime time);
std::int64_t unix_milliseconds(WallTime time);
WallTime from_unix_seconds(std::int64_t seconds);
// RFC 3339 in UTC: "2026-11-25T23:37:05Z".
std::string rfc3339(WallTime time);

}  // namespace leakwarden
