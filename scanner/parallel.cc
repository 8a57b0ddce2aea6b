#include "scanner/parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

namespace leakwarden::scanner {

void run_parallel(std::uint64_t count, unsigned jobs,
                  const std::function<Flow(unsigned worker, std::uint64_t index)>& work,
                  std::uint64_t per_thread) {
  std::atomic<std::uint64_t> next = 0;
  const std::function<void(unsigned)> run = [&](unsigned worker) {
    for (std::uint64_t index = next++; index < count; index = next++) {
      if (work(worker, index) == Flow::Stop) next = count;
    }
  };
  std::vector<std::thread> threads;
  const std::uint64_t helpers =
      std::min<std::uint64_t>(jobs, (count + per_thread - 1) / per_thread);
  for (unsigned worker = 1; worker < helpers; ++worker) threads.emplace_back(run, worker);
  run(0);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace leakwarden::scanner
