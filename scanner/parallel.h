#pragma once

// The same work on many things, on a few threads.

#include <cstdint>
#include <functional>

#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

// Calls work(worker, index) once for each index below `count`, in no order, `worker` below `jobs`;
// the calling thread is worker 0. A further thread is started for each `per_thread` things only.
// Returns when all have ended. Flow::Stop ends it early.
void run_parallel(std::uint64_t count, unsigned jobs,
                  const std::function<Flow(unsigned worker, std::uint64_t index)>& work,
                  std::uint64_t per_thread = 1);

}  // namespace leakwarden::scanner
