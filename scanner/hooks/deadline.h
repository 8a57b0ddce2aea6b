#pragma once

// A wall-clock budget: a flag that rises when it is used up.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace leakwarden::scanner {

class Deadline {
 public:
  // 0 is none.
  explicit Deadline(std::chrono::milliseconds budget);
  ~Deadline();
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

  const std::atomic<bool>* flag() const { return &passed_; }
  bool passed() const { return passed_; }

 private:
  std::atomic<bool> passed_ = false;
  bool ended_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::thread thread_;
};

}  // namespace leakwarden::scanner
