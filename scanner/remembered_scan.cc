#include "scanner/remembered_scan.h"

#include <sys/stat.h>

#include <algorithm>
#include <optional>
#include <thread>
#include <utility>

#include "scanner/ledger/state_digest.h"
#include "scanner/ledger/stored_report.h"
#include "scanner/ledger_keys.h"
#include "scanner/restore_values.h"

namespace leakwarden::scanner {
namespace {

void add_folder(StateDigest& key, const Descriptor& folder) {
  struct stat status {};
  ::fstat(folder.get(), &status);
  key.add(static_cast<std::uint64_t>(status.st_dev));
  key.add(static_cast<std::uint64_t>(status.st_ino));
}

// One record for a repository, kind of scan and way of judging; the state stands in it.
std::string key_of(const Repository& repository, const RepositoryScan& scan,
                   const ScanOptions& options, const std::string& judgement) {
  StateDigest key;
  key.add("report");
  key.add(judgement);
  key.add(scan.name);
  key.add(options.repository_name);
  key.add(static_cast<std::uint64_t>(options.missing_objects));
  add_folder(key, repository.git_directory());
  add_folder(key, repository.common_directory());
  return key.finish();
}

std::optional<ScanReport> recalled(Repository& repository, const ScanOptions& options,
                                   Confidence least_confidence, const Ledger& ledger,
                                   const std::string& key, const std::string& state) {
  const std::optional<std::string> record = ledger.find(key);
  if (!record) return std::nullopt;
  std::optional<StoredReport> stored = decode_report(*record);
  if (!stored || !stored->speaks_of(state, options.now_unix_seconds)) return std::nullopt;
  std::erase_if(stored->findings, [&](const StoredFinding& one) {
    return one.finding.confidence < least_confidence;
  });
  if (!restore_values(repository, options, stored->findings)) return std::nullopt;
  ScanReport report;
  for (StoredFinding& one : stored->findings) report.findings.push_back(std::move(one.finding));
  report.coverage = std::move(stored->coverage);
  report.ruleset_digest = options.rules->digest();
  report.rule_count = options.rules->size();
  return report;
}

bool can_be_said_again(const ScanReport& report) {
  const std::vector<Gap>& gaps = report.coverage.gaps;
  return !report.interrupted && report.coverage.unrecorded_gaps == 0 &&
         std::all_of(gaps.begin(), gaps.end(), comes_again);
}

Status record(const ScanReport& report, const std::string& state, const ScanOptions& options,
              const Ledger& ledger, const std::string& key) {
  StoredReport stored;
  stored.state = state;
  stored.scanned_at = options.now_unix_seconds;
  stored.same_until = same_until(report.findings, options.now_unix_seconds);
  stored.findings = numbered_by_value(report.findings);
  stored.coverage = report.coverage;
  return ledger.store(key, encode_report(stored));
}

}  // namespace

Result<ScanReport> remembered_scan(Repository& repository, const RepositoryScan& scan,
                                   const ScanOptions& options,
                                   const std::shared_ptr<const Ledger>& ledger) {
  const std::string judgement = judgement_digest(options, scan.verify_objects);
  if (judgement.empty()) return scan.run(repository, options);
  const std::string key = key_of(repository, scan, options, judgement);
  RepositoryState before = state_of(repository, scan.with_work_tree);
  std::optional<ScanReport> known =
      recalled(repository, options, scan.least_confidence, *ledger, key, before.digest);
  if (known) return std::move(*known);
  if (!before.settled) {
    std::this_thread::sleep_for(kSettlingTime);
    before = state_of(repository, scan.with_work_tree);
  }
  ScanOptions with_ledger = options;
  // Who asked to have ids and checksums verified wants it done.
  if (scan.verify_objects == VerifyObjects::No) with_ledger.ledger = ledger;
  LEAKWARDEN_TRY(ScanReport report, scan.run(repository, with_ledger));
  if (!before.settled || !can_be_said_again(report)) return report;
  if (state_of(repository, scan.with_work_tree).digest != before.digest) return report;
  // A full disk costs the next scan its short cut, and this one nothing.
  static_cast<void>(record(report, before.digest, options, *ledger, key));
  return report;
}

}  // namespace leakwarden::scanner
