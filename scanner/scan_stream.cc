// Standard input: one pass.

#include <poll.h>

#include "scanner/scan.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {
namespace {

constexpr int kLookEvery = 100;  // milliseconds

// Whoever writes may rest for as long as he likes: what came is then all there is, once the scan is
// cancelled.
ReadBytes read_until_cancelled(int descriptor, const std::atomic<bool>* cancel) {
  return [read = read_from(descriptor, "standard input"), descriptor, cancel](
             char* buffer, std::size_t capacity) -> Result<std::size_t> {
    pollfd waiting{descriptor, POLLIN, 0};
    while (cancel != nullptr && ::poll(&waiting, 1, kLookEvery) <= 0) {
      if (cancel->load()) return std::size_t{0};
    }
    return read(buffer, capacity);
  };
}

}  // namespace

Result<ScanReport> scan_stream(int descriptor, const ScanOptions& options) {
  ScanOptions single = options;
  single.jobs = 1;  // it comes in one piece
  LEAKWARDEN_TRY(std::unique_ptr<ScanJob> job, ScanJob::start(single));
  Location place;
  place.kind = PlaceKind::Stream;
  place.repository = options.repository_name;
  job->scan_content(kOwner, read_until_cancelled(descriptor, options.cancel), place,
                    "standard input");
  return job->finish();
}

}  // namespace leakwarden::scanner
