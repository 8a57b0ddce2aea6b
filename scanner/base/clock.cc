#include "scanner/base/clock.h"

#include <ctime>

namespace leakwarden {

WallTime SystemClock::now() const {
  return std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
}
SteadyTime SystemClock::steady_now() const {
  return std::chrono::steady_clock::now();
}

ManualClock::ManualClock(WallTime start) : wall_(start) {}

WallTime ManualClock::now() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return wall_;
}
SteadyTime ManualClock::steady_now() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return steady_;
}
void ManualClock::advance(std::chrono::milliseconds by) {
  std::lock_guard<std::mutex> lock(mutex_);
  wall_ += by;
  steady_ += by;
}

std::int64_t unix_milliseconds(WallTime time) {
  return time.time_since_epoch().count();
}

std::int64_t unix_seconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

WallTime from_unix_seconds(std::int64_t seconds) {
  return WallTime(std::chrono::seconds(seconds));
}

std::string rfc3339(WallTime time) {
  std::time_t seconds = static_cast<std::time_t>(unix_seconds(time));
  std::tm parts{};
  if (gmtime_r(&seconds, &parts) == nullptr) return "";
  char text[40];
  std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return std::string(text, length);
}

}  // namespace leakwarden
