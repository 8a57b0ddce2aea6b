#pragma once

// Bounds of a hostile test: how long it may take, and how much memory it may add.

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>

#include "tests/support/slowdown.h"

namespace leakwarden::testing {

// Peak resident memory of this process in KiB since the last reset. -1 where Linux does not tell.
inline long peak_memory_kib() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.rfind("VmHWM:", 0) == 0) return std::atol(line.c_str() + 6);
  }
  return -1;
}

inline void reset_peak_memory() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

inline double processor_seconds() {
  timespec now{};
  ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

// Fails the test when its scope took more processor time, or its memory grew by more, than allowed.
// Busy machines stretch wall time, so that is only held to twenty times as much: enough to see
// that something waited. Sanitizers multiply both: memory is not judged under them, time loosely.
class Budget {
 public:
  explicit Budget(double seconds, long megabytes = 256)
      : seconds_(seconds * kSlowdown), megabytes_(megabytes) {
    reset_peak_memory();
    memory_before_ = peak_memory_kib();
  }
  ~Budget() {
    std::chrono::duration<double> waited = std::chrono::steady_clock::now() - begin_;
    EXPECT_LT(processor_seconds() - processor_begin_, seconds_);
    EXPECT_LT(waited.count(), 20 * seconds_);
    if (kSanitized) return;
    EXPECT_LT((peak_memory_kib() - memory_before_) / 1024, megabytes_) << "MiB more";
  }
  Budget(const Budget&) = delete;
  Budget& operator=(const Budget&) = delete;

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
  double processor_begin_ = processor_seconds();
  double seconds_;
  long megabytes_;
  long memory_before_ = 0;
};

}  // namespace leakwarden::testing
