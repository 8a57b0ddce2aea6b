// Standard input: one pass.

#include "scanner/scan.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

Result<ScanReport> scan_stream(int descriptor, const ScanOptions& options) {
  ScanOptions single = options;
  single.jobs = 1;  // it comes in one piece
  LEAKWARDEN_TRY(std::unique_ptr<ScanJob> job, ScanJob::start(single));
  Location place;
  place.kind = PlaceKind::Stream;
  place.repository = options.repository_name;
  job->scan_content(kOwner, read_from(descriptor, "standard input"), place, "standard input");
  return job->finish();
}

}  // namespace leakwarden::scanner
