#pragma once

// A wall-clock budget: a flag that rises when it is used up.

#include <atomic>
#include <chrono>
#include <memory>

namespace leakwarden::scanner {

// Its thread is told to end and not waited for: a hook that has its answer gives it at once.
class Deadline {
 public:
  // 0 is none.
  explicit Deadline(std::chrono::milliseconds budget);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  const std::atomic<bool>* flag() const;
  bool passed() const { return *flag(); }

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with the thread
};

}  // namespace leakwarden::scanner
