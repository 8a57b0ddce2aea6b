#include "service/jobs/scan_job.h"

#include <fcntl.h>

#include <algorithm>
#include <utility>

#include "scanner/worker/git_folder.h"
#include "service/intake/real_path.h"
#include "service/jobs/scan_request.h"
#include "service/jobs/seal_findings.h"

namespace leakwarden::service {
namespace {

constexpr std::chrono::milliseconds kFirstPause{5'000};
constexpr std::chrono::milliseconds kLongestPause{600'000};
constexpr std::chrono::milliseconds kStorePause{1'000};
// A worker may die this often before a job is given up, not counting deaths that found a culprit.
constexpr unsigned kMostDeaths = 4;
constexpr unsigned kDeathsAnObject = 2;
// Attempts at what will not get better by itself.
constexpr unsigned kMostFailures = 5;

std::chrono::milliseconds pause_after(unsigned attempts) {
  unsigned doublings = std::min(attempts > 0 ? attempts - 1 : 0u, 10u);
  return std::min(kFirstPause * (1u << doublings), kLongestPause);
}

bool will_stay(ErrorKind kind) {
  return kind == ErrorKind::Corrupt || kind == ErrorKind::TooLarge || kind == ErrorKind::NotFound;
}

// Component by component: nobody may have exchanged a part of the path for a link to elsewhere.
Result<Descriptor> open_repository_folder(const std::string& path) {
  LEAKWARDEN_TRY(Descriptor root, open_directory(AT_FDCWD, "/"));
  return scanner::open_below(root.get(),
                             path.substr(std::min(path.find_first_not_of('/'), path.size())));
}

// A repository has problems of watching and of scanning, and one must not end the other.
std::string log_key(const Job& job) {
  return "scan " + job.repository.path;
}

// What ended the trouble with a repository that could not be scanned.
const char* words_of(const Coverage& coverage) {
  if (coverage.complete()) return "the repository was scanned";
  if (coverage.objects > 0) return "the repository was scanned in part";
  return "the repository was not scanned, and is not tried again";
}

WorkerScan failed(Error error) {
  WorkerScan scan;
  scan.end = ScanEnd::Failed;
  scan.error = std::move(error);
  return scan;
}

}  // namespace

void ScanJobs::run(const Job& job, const StopSignal& stop) {
  SteadyTime begin = parts_.clock.steady_now();
  std::shared_ptr<const Active> active = parts_.settings.get();
  conclude(job, *active, scan(job, *active, stop), begin, stop);
}

WorkerScan ScanJobs::scan(const Job& job, const Active& active, const StopSignal& stop) {
  std::optional<scanner::Request> request =
      scan_request(job, unix_seconds(parts_.clock.now()), options_.threads);
  if (!request) {
    WorkerScan nothing;
    nothing.end = ScanEnd::Done;
    nothing.ruleset_digest = active.rules->digest();
    return nothing;
  }
  Result<Descriptor> folder = open_repository_folder(job.repository.path);
  if (!folder.ok()) return failed(folder.error());
  return scan_in_worker(*active.launcher, *folder, *request, worker_options(job), stop);
}

WorkerScanOptions ScanJobs::worker_options(const Job& job) {
  WorkerScanOptions options;
  options.deadline =
      job.kind == JobKind::Baseline ? options_.baseline_deadline : options_.push_deadline;
  options.pulse = options_.lease / 4;
  options.on_pulse = [this, &job] {
    Status extended = parts_.store.extend_lease(job, parts_.clock.now(), options_.lease);
    if (!extended.ok())
      parts_.log.warning("a lease was not extended", {LogField(extended.error())});
  };
  return options;
}

void ScanJobs::conclude(const Job& job, const Active& active, WorkerScan scan, SteadyTime begin,
                        const StopSignal& stop) {
  switch (scan.end) {
    case ScanEnd::Done:
      return on_done(job, active, std::move(scan), begin, stop);
    case ScanEnd::Died:
      return on_died(job, active, std::move(scan), begin, stop);
    case ScanEnd::Failed:
      return on_failed(job, active, std::move(scan), begin, stop);
    case ScanEnd::Stopped:
      return release(job, Error(), std::chrono::milliseconds(0));
  }
}

void ScanJobs::on_done(const Job& job, const Active& active, WorkerScan scan, SteadyTime begin,
                       const StopSignal& stop) {
  Result<SealedFindings> sealed =
      seal_findings(std::move(scan.findings), job, *active.rules, parts_.sealing);
  if (!sealed.ok()) return on_failed(job, active, failed(sealed.error()), begin, stop);
  ScanRecord found;
  found.job = job;
  found.findings = std::move(sealed->kept);
  found.coverage = std::move(scan.coverage);
  found.coverage.merge(std::move(sealed->dropped));
  found.ruleset_digest = std::move(scan.ruleset_digest);
  record(found, active, begin, stop);
}

void ScanJobs::on_died(const Job& job, const Active& active, WorkerScan scan, SteadyTime begin,
                       const StopSignal& stop) {
  parts_.metrics.worker_died();
  parts_.log.warning("a scan worker died", {{"repo", job.repository.name},
                                            {"attempt", job.attempts},
                                            {"objects", scan.in_work.size()},
                                            LogField(scan.error)});
  if (!scan.in_work.empty()) {
    Status blamed = parts_.store.blame_objects(job.repository.id, scan.in_work);
    if (!blamed.ok()) parts_.log.error("objects were not blamed", {LogField(blamed.error())});
  }
  std::size_t allowed = kMostDeaths + kDeathsAnObject * job.poisoned.size();
  if (job.attempts >= allowed) return give_up(job, active, scan.error, begin, stop);
  release(job, scan.error, std::chrono::milliseconds(0));
}

void ScanJobs::on_failed(const Job& job, const Active& active, WorkerScan scan, SteadyTime begin,
                         const StopSignal& stop) {
  parts_.metrics.scan_failed(job_kind_name(job.kind));
  parts_.log.once(LogLevel::Warning, log_key(job), "a scan failed", scan.error);
  if (will_stay(scan.error.kind) && job.attempts >= kMostFailures) {
    return give_up(job, active, scan.error, begin, stop);
  }
  release(job, scan.error, pause_after(job.attempts));
}

// Recorded as not scanned: the cursor moves on, and an alert says what nobody looked at.
void ScanJobs::give_up(const Job& job, const Active& active, const Error& error, SteadyTime begin,
                       const StopSignal& stop) {
  Gap gap;
  gap.what = "the whole push";
  if (job.kind == JobKind::Baseline) gap.what = "the whole repository";
  gap.reason = error.message();
  gap.corrupt = error.kind == ErrorKind::Corrupt;
  gap.caused_by_content = error.kind == ErrorKind::TooLarge;
  ScanRecord unscanned;
  unscanned.job = job;
  unscanned.coverage.add_gap(std::move(gap));
  unscanned.ruleset_digest = active.rules->digest();
  record(unscanned, active, begin, stop);
}

void ScanJobs::record(const ScanRecord& scanned, const Active& active, SteadyTime begin,
                      const StopSignal& stop) {
  const Job& job = scanned.job;
  AlertPlan plan = alert_plan(active.config, job.repository.name, job.repository.path);
  while (true) {
    Result<RecordedScan> result = parts_.store.record_scan(scanned, plan, parts_.clock.now());
    if (result.ok()) return recorded(scanned, active, *result, begin);
    parts_.log.once(LogLevel::Error, "record", "a scan was not recorded", result.error());
    if (result.error().kind != ErrorKind::Io) return release(job, result.error(), kFirstPause);
    if (stop.wait(kStorePause)) return;  // the lease ends by itself
    static_cast<void>(parts_.store.extend_lease(job, parts_.clock.now(), options_.lease));
  }
}

void ScanJobs::recorded(const ScanRecord& scanned, const Active& active, const RecordedScan& result,
                        SteadyTime begin) {
  const Job& job = scanned.job;
  std::chrono::duration<double> took = parts_.clock.steady_now() - begin;
  Outcome outcome = outcome_of(scanned.coverage, scanned.findings.size());
  parts_.metrics.scan_ended(job_kind_name(job.kind), scanned.coverage, outcome, took);
  for (const StoredFinding& found : scanned.findings) {
    parts_.metrics.finding_recorded(found.finding.rule_id, found.finding.severity);
  }
  parts_.metrics.incident_changed("opened", result.new_incidents);
  parts_.metrics.incident_changed("seen_again", result.seen_again);
  parts_.metrics.incident_changed("reopened", result.reopened);
  if (result.alerts > 0) parts_.ring_deliveries();
  const WatchConfig* watch = watch_of(active.config, job.repository.path);
  if (job.kind == JobKind::Baseline && watch != nullptr) summarise(active, *watch);
  parts_.log.resolved("record", "scans are recorded again");
  parts_.log.resolved(log_key(job), words_of(scanned.coverage));
  parts_.log.info("scan recorded", {{"repo", job.repository.name},
                                    {"trigger", job_kind_name(job.kind)},
                                    {"outcome", outcome_name(outcome)},
                                    {"findings", scanned.findings.size()},
                                    {"new_incidents", result.new_incidents},
                                    {"alerts", result.alerts},
                                    {"objects", scanned.coverage.objects},
                                    {"bytes", scanned.coverage.bytes},
                                    {"duration_s", took.count()}});
}

void ScanJobs::summarise(const Active& active, const WatchConfig& watch) {
  Result<bool> digest = parts_.store.summarise_baseline(
      real_path(watch.path), alert_plan(active.config, watch), parts_.clock.now());
  if (digest.ok() && *digest) parts_.ring_deliveries();
}

void ScanJobs::release(const Job& job, const Error& error, std::chrono::milliseconds pause) {
  std::string reason = error.what.empty() ? std::string() : error.message();
  Status released = parts_.store.release_job(job.id, reason, parts_.clock.now() + pause);
  if (released.ok()) return;
  parts_.log.once(LogLevel::Error, "release", "a job was not released", released.error());
}

}  // namespace leakwarden::service
