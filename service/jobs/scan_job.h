#pragma once

// One claimed job, from its worker to the store: the middle of the data's way.
//
//   job → request → worker → findings → sealed → one transaction → bells
//
// What may happen instead, and what becomes of the job:
//   the worker dies     the objects on the shared page are blamed (twice: poisoned, and from then
//   on
//                       reported as gaps), and the job is due again at once; when it dies again and
//                       again without pointing at an object, the push is recorded as not scanned
//   it says why not     due again after a pause that grows from 5 seconds to 10 minutes; what will
//                       not get better (corrupt, too large, gone) is recorded as not scanned after
//                       some attempts, so that people hear of it
//   the store is full   recorded again and again while the daemon runs; after it, the lease ends
//   the daemon stops    released, due at once, nobody blamed
//
// Thread rules: run() from any number of threads.

#include <functional>

#include "scanner/base/clock.h"
#include "service/active_settings.h"
#include "service/jobs/scan_worker.h"
#include "service/jobs/signals.h"
#include "service/log.h"
#include "service/metrics/metrics.h"
#include "service/sealing.h"
#include "service/store/store.h"

namespace leakwarden::service {

class ScanJobs {
 public:
  struct Parts {
    Store& store;
    const Sealing& sealing;
    const ActiveSettings& settings;
    Log& log;
    Metrics& metrics;
    const Clock& clock;
    std::function<void()> ring_deliveries;  // called when alerts were made
  };
  struct Options {
    std::chrono::milliseconds lease{120'000};
    std::chrono::milliseconds push_deadline{600'000};
    std::chrono::milliseconds baseline_deadline{14'400'000};
    unsigned threads = 1;  // of one worker
  };

  ScanJobs(Parts parts, Options options) : parts_(parts), options_(options) {}

  const Options& options() const { return options_; }
  void run(const Job& job, const StopSignal& stop);

 private:
  WorkerScan scan(const Job& job, const Active& active, const StopSignal& stop);
  WorkerScanOptions worker_options(const Job& job);
  void conclude(const Job& job, const Active& active, WorkerScan scan, SteadyTime begin,
                const StopSignal& stop);
  void on_done(const Job& job, const Active& active, WorkerScan scan, SteadyTime begin,
               const StopSignal& stop);
  void on_died(const Job& job, const Active& active, WorkerScan scan, SteadyTime begin,
               const StopSignal& stop);
  void on_failed(const Job& job, const Active& active, WorkerScan scan, SteadyTime begin,
                 const StopSignal& stop);
  void give_up(const Job& job, const Active& active, const Error& error, SteadyTime begin,
               const StopSignal& stop);
  void record(const ScanRecord& record, const Active& active, SteadyTime begin,
              const StopSignal& stop);
  void recorded(const ScanRecord& record, const Active& active, const RecordedScan& result,
                SteadyTime begin);
  void summarise(const Active& active, const WatchConfig& watch);
  void release(const Job& job, const Error& error, std::chrono::milliseconds pause);

  Parts parts_;
  Options options_;
};

}  // namespace leakwarden::service
