#pragma once

// The same work on many things, on a few threads.

#include <cstdint>
#include <functional>
#include <future>

#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

// Calls work(worker, index) once for each index below `count`, in no order, `worker` below `jobs`;
// the calling thread is worker 0. A further thread is started for each `per_thread` things only.
// Returns when all have ended. Flow::Stop ends it early.
void run_parallel(std::uint64_t count, unsigned jobs,
                  const std::function<Flow(unsigned worker, std::uint64_t index)>& work,
                  std::uint64_t per_thread = 1);

// For std::async: beside what comes next, or when its result is waited for where `jobs` allow no
// other thread.
inline std::launch beside(unsigned jobs) {
  return jobs > 1 ? std::launch::async : std::launch::deferred;
}

}  // namespace leakwarden::scanner
