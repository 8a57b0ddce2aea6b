#include "service/notify_systemd.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>

#include "scanner/base/file.h"

namespace leakwarden::service {
namespace {

std::string take_variable(const char* name) {
  const char* value = std::getenv(name);
  std::string copy = value == nullptr ? "" : value;
  unsetenv(name);
  return copy;
}

// WATCHDOG_PID guards against a child that inherited WATCHDOG_USEC.
std::optional<std::chrono::milliseconds> take_watchdog() {
  std::string microseconds = take_variable("WATCHDOG_USEC");
  std::string pid = take_variable("WATCHDOG_PID");
  if (!pid.empty() && pid != std::to_string(getpid())) return std::nullopt;
  long long period = std::strtoll(microseconds.c_str(), nullptr, 10);
  if (period <= 0) return std::nullopt;
  return std::chrono::milliseconds(std::max(period / 2000, 1LL));
}

}  // namespace

SystemdNotifier SystemdNotifier::from_environment() {
  SystemdNotifier notifier;
  notifier.socket_ = take_variable("NOTIFY_SOCKET");
  notifier.watchdog_ = take_watchdog();
  sockaddr_un address{};
  bool possible = notifier.socket_.size() > 1 &&
                  notifier.socket_.size() < sizeof(address.sun_path) &&
                  (notifier.socket_[0] == '/' || notifier.socket_[0] == '@');
  if (!possible) notifier.socket_.clear();
  return notifier;
}

void SystemdNotifier::notify(std::string_view state) const {
  if (!active()) return;
  Descriptor socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';
  socklen_t size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  sendto(socket.get(), state.data(), state.size(), MSG_NOSIGNAL,
         reinterpret_cast<const sockaddr*>(&address), size);
}

}  // namespace leakwarden::service
