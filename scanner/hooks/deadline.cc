#include "scanner/hooks/deadline.h"

#include <condition_variable>
#include <mutex>
#include <thread>

namespace leakwarden::scanner {

struct Deadline::State {
  std::atomic<bool> passed = false;
  bool ended = false;
  std::mutex mutex;
  std::condition_variable changed;
};

Deadline::Deadline(std::chrono::milliseconds budget) : state_(std::make_shared<State>()) {
  if (budget.count() == 0) return;
  std::thread([state = state_, budget] {
    std::unique_lock<std::mutex> lock(state->mutex);
    if (!state->changed.wait_for(lock, budget, [&] { return state->ended; })) state->passed = true;
  }).detach();
}

Deadline::~Deadline() {
  const std::lock_guard<std::mutex> lock(state_->mutex);
  state_->ended = true;
  state_->changed.notify_one();
}

const std::atomic<bool>* Deadline::flag() const {
  return &state_->passed;
}

}  // namespace leakwarden::scanner
