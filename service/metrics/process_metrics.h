#pragma once

// What the kernel says about this process, for the process_* metrics.

#include <cstdint>

namespace leakwarden::service {

struct ProcessMetrics {
  double cpu_seconds = 0;  // user and system, of this process without its children
  std::uint64_t resident_bytes = 0;
  std::uint64_t open_descriptors = 0;
  std::uint64_t max_descriptors = 0;
  double start_time_seconds = 0;  // Unix time
};

ProcessMetrics read_process_metrics();

}  // namespace leakwarden::service
