#include "scanner/small_first.h"

#include <algorithm>
#include <numeric>

#include "scanner/parallel.h"

namespace leakwarden::scanner {
namespace {

// A header is read in some ten microseconds, a thread started in a hundred.
constexpr std::uint64_t kSizesPerThread = 256;

}  // namespace

std::vector<std::size_t> small_first(std::size_t count, ScanJob& job,
                                     const std::function<std::uint64_t(std::size_t)>& size_of) {
  std::vector<std::uint64_t> sizes(count);
  const auto ask = [&](unsigned, std::uint64_t at) {
    sizes[at] = size_of(at);
    return job.flow();
  };
  run_parallel(count, job.workers(), ask, kSizesPerThread);
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t left, std::size_t right) { return sizes[left] < sizes[right]; });
  return order;
}

}  // namespace leakwarden::scanner
