#pragma once

// How the daemon's threads are woken and stopped, without polling and without lost wake-ups.
//
// Thread rules: all members from any thread.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

#include "scanner/base/file.h"

namespace leakwarden::service {

// Set once; threads look at it, or poll() its descriptor beside others.
class StopSignal {
 public:
  StopSignal();
  void set();
  bool is_set() const { return stopped_.load(); }
  int descriptor() const { return event_.get(); }  // readable for ever once set
  // True when stopped within `wait`.
  bool wait(std::chrono::milliseconds wait) const;

 private:
  std::atomic<bool> stopped_{false};
  Descriptor event_;
};

// "There is something to do." A ring that comes while nobody waits is kept for the next wait.
class Bell {
 public:
  void ring();
  void close();  // no wait waits any more; for the end
  // Returns when rung, closed, or after `wait`.
  void wait(std::chrono::milliseconds wait);

 private:
  std::mutex mutex_;
  std::condition_variable condition_;
  std::uint64_t rings_ = 0;
  bool closed_ = false;
};

}  // namespace leakwarden::service
