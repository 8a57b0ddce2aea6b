#include "service/jobs/signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

namespace leakwarden::service {

StopSignal::StopSignal() : event_(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

void StopSignal::set() {
  stopped_.store(true);
  const std::uint64_t one = 1;
  static_cast<void>(!write(event_.get(), &one, sizeof(one)));
}

bool StopSignal::wait(std::chrono::milliseconds wait) const {
  pollfd polled{event_.get(), POLLIN, 0};
  poll(&polled, 1, static_cast<int>(wait.count()));
  return is_set();
}

void Bell::ring() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ++rings_;
  }
  condition_.notify_one();
}

void Bell::close() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    closed_ = true;
  }
  condition_.notify_all();
}

void Bell::wait(std::chrono::milliseconds wait) {
  std::unique_lock<std::mutex> lock(mutex_);
  condition_.wait_for(lock, wait, [this] { return rings_ > 0 || closed_; });
  if (rings_ > 0) --rings_;
}

}  // namespace leakwarden::service
