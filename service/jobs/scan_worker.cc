#include "service/jobs/scan_worker.h"

#include <algorithm>
#include <utility>
#include <variant>

namespace leakwarden::service {
namespace {

class Listener {
 public:
  Listener(WorkerProcess& worker, const WorkerScanOptions& options, const StopSignal& stop)
      : worker_(worker),
        options_(options),
        stop_(stop),
        deadline_(std::chrono::steady_clock::now() + options.deadline) {}

  WorkerScan listen() {
    while (true) {
      Result<std::optional<scanner::Event>> event = worker_.next(next_pulse(), stop_);
      if (event.ok() && event->has_value()) {
        if (!take(std::move(**event))) return died("it spoke out of turn");
      } else if (event.ok()) {
        return ended();
      } else if (event.error().kind == ErrorKind::Timeout) {
        if (std::chrono::steady_clock::now() >= deadline_) return died("its time was up");
        if (options_.on_pulse) options_.on_pulse();
      } else {
        return stop_.is_set() ? stopped() : died(event.error().message());
      }
    }
  }

 private:
  SteadyTime next_pulse() const {
    return std::min(deadline_, std::chrono::steady_clock::now() + options_.pulse);
  }

  // False: an event that has no place here.
  bool take(scanner::Event event) {
    if (concluded_) return false;
    if (scanner::FindingEvent* found = std::get_if<scanner::FindingEvent>(&event)) {
      if (scan_.findings.size() >= options_.max_findings) return false;
      scan_.findings.push_back(std::move(found->finding));
      return true;
    }
    if (scanner::DoneEvent* done = std::get_if<scanner::DoneEvent>(&event)) {
      scan_.end = ScanEnd::Done;
      scan_.coverage = std::move(done->coverage);
      scan_.ruleset_digest = std::move(done->ruleset_digest);
      return concluded_ = true;
    }
    if (scanner::FailedEvent* failed = std::get_if<scanner::FailedEvent>(&event)) {
      scan_.end = ScanEnd::Failed;
      scan_.error = std::move(failed->error);
      return concluded_ = true;
    }
    return false;
  }

  WorkerScan ended() {
    if (!concluded_) return died("it ended without a result");
    worker_.finish();
    return std::move(scan_);
  }

  WorkerScan died(const std::string& why) {
    WorkerEnd end = worker_.finish();
    WorkerScan scan;
    scan.end = ScanEnd::Died;
    scan.error = Error::io("scan in a worker", end.description, why);
    scan.in_work = worker_.objects_in_work();
    return scan;
  }

  WorkerScan stopped() {
    worker_.kill();
    WorkerScan scan;
    scan.end = ScanEnd::Stopped;
    return scan;
  }

  WorkerProcess& worker_;
  const WorkerScanOptions& options_;
  const StopSignal& stop_;
  SteadyTime deadline_;
  WorkerScan scan_;
  bool concluded_ = false;
};

}  // namespace

WorkerScan scan_in_worker(const WorkerLauncher& launcher, const Descriptor& repository,
                          const scanner::Request& request, const WorkerScanOptions& options,
                          const StopSignal& stop) {
  Result<WorkerProcess> worker = launcher.start(repository, request);
  if (worker.ok()) return Listener(*worker, options, stop).listen();
  WorkerScan scan;
  scan.end = ScanEnd::Failed;  // our machine's fault (no processes, no descriptors), no object's
  scan.error = worker.error();
  return scan;
}

}  // namespace leakwarden::service
