#include "scanner/parallel.h"

#include <atomic>

namespace leakwarden::scanner {
namespace {

TEST(Parallel, CallsEachIndexOnceWithAWorkerBelowJobs) {
  for (unsigned jobs : {0u, 1u, 2u, 7u}) {
    std::vector<std::atomic<int>> calls(1000);
    run_parallel(calls.size(), jobs, [&](unsigned worker, std::uint64_t index) {
      EXPECT_LT(worker, std::max(1u, jobs));
      ++calls[index];
      return Flow::Continue;
    });
    for (const std::atomic<int>& count : calls) EXPECT_EQ(count, 1);
  }
}

TEST(Parallel, StopEndsItEarly) {
  std::atomic<int> calls = 0;
  run_parallel(1'000'000, 2, [&](unsigned, std::uint64_t) {
    return ++calls >= 10 ? Flow::Stop : Flow::Continue;
  });
  EXPECT_GE(calls, 10);
  EXPECT_LT(calls, 100'000);
}

TEST(Parallel, NothingToDoCallsNothing) {
  run_parallel(0, 3, [](unsigned, std::uint64_t) {
    ADD_FAILURE();
    return Flow::Continue;
  });
}

}  // namespace
}  // namespace leakwarden::scanner
