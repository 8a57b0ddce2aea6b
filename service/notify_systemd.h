#pragma once

// What a daemon tells systemd (sd_notify(3)): one datagram to $NOTIFY_SOCKET, no library.
//
// Thread rules: notify() from any thread; from_environment() once at the start.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::service {

class SystemdNotifier {
 public:
  // Silent when we were not started by systemd. Takes the variables out of our environment, so that
  // no child speaks in our name.
  static SystemdNotifier from_environment();

  bool active() const { return !socket_.empty(); }
  // "READY=1", "STATUS=…", "RELOADING=1", "STOPPING=1", "WATCHDOG=1"; several, one a line.
  void notify(std::string_view state) const;
  // How often WATCHDOG=1 is due: half of WatchdogSec. Empty: nobody waits for it.
  std::optional<std::chrono::milliseconds> watchdog() const { return watchdog_; }

 private:
  std::string socket_;  // a path, or "@" and an abstract name
  std::optional<std::chrono::milliseconds> watchdog_;
};

}  // namespace leakwarden::service
