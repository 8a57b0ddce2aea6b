// What `leakwarden scan REPOSITORY` means: everything, each place once.

#include <algorithm>
#include <utility>

#include "scanner/one_place.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

Result<ScanReport> scan_repository(Repository& repository, const ScanOptions& options) {
  // Every object, what is staged among them.
  LEAKWARDEN_TRY(ScanReport report, scan_history(repository, options));
  if (repository.work_tree().empty() || report.interrupted) return report;
  // Then the files that are in no object yet.
  LEAKWARDEN_TRY(ScanReport files, scan_work_tree(repository, options));
  report.findings = without_committed(std::move(report.findings), std::move(files.findings));
  std::sort(report.findings.begin(), report.findings.end(), report_order);
  report.coverage.merge(std::move(files.coverage));
  report.interrupted = files.interrupted;
  return report;
}

}  // namespace leakwarden::scanner
