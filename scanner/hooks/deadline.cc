#include "scanner/hooks/deadline.h"

namespace leakwarden::scanner {

Deadline::Deadline(std::chrono::milliseconds budget) {
  if (budget.count() == 0) return;
  thread_ = std::thread([this, budget] {
    std::unique_lock<std::mutex> lock(mutex_);
    if (!changed_.wait_for(lock, budget, [this] { return ended_; })) passed_ = true;
  });
}

Deadline::~Deadline() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

}  // namespace leakwarden::scanner
