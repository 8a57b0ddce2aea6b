#pragma once

// One scan in a worker child, from its request to its end, as values.
//
// Thread rules: a pure function of its arguments and the child.

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/file.h"
#include "scanner/base/finding.h"
#include "scanner/base/object_id.h"
#include "service/jobs/signals.h"
#include "service/jobs/worker_process.h"

namespace leakwarden::service {

enum class ScanEnd {
  Done,     // findings and coverage are complete
  Failed,   // the worker said why it scanned nothing: error
  Died,     // it ended without a result, was killed at its deadline, or spoke nonsense
  Stopped,  // the daemon is stopping; nothing is wrong with the job
};

struct WorkerScan {
  ScanEnd end = ScanEnd::Died;
  std::vector<Finding> findings;
  Coverage coverage;
  std::string ruleset_digest;
  Error error;                    // Failed, Died
  std::vector<ObjectId> in_work;  // Died: what its threads were on
};

struct WorkerScanOptions {
  std::chrono::milliseconds deadline{600'000};
  std::uint64_t max_findings = 1'000'000;  // a captured worker must not fill our memory
  // Called about every `pulse` while the worker lives.
  std::chrono::milliseconds pulse{10'000};
  std::function<void()> on_pulse;
};

WorkerScan scan_in_worker(const WorkerLauncher& launcher, const Descriptor& repository,
                          const scanner::Request& request, const WorkerScanOptions& options,
                          const StopSignal& stop);

}  // namespace leakwarden::service
