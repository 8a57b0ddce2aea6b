#pragma once

// The scan threads: each claims a job, runs it, claims the next; the bell wakes them the moment an
// observation made one, a look each second finds what was released for later.
//
// One thread more than workers may run baselines, so that a push never waits behind the first scan
// of a large repository.
//
// Ownership: owns its threads. Thread rules: start, finish and destroy from one thread.

#include <atomic>
#include <thread>
#include <vector>

#include "service/jobs/scan_job.h"
#include "service/jobs/signals.h"

namespace leakwarden::service {

class JobLoop {
 public:
  // `bell` is rung by intake.
  JobLoop(ScanJobs& jobs, Store& store, Log& log, const Clock& clock, Bell& bell, unsigned threads);
  ~JobLoop();  // stops what still runs

  // No job is claimed any more; what runs may go on for `patience`, then its worker is killed and
  // the job released. Returns when all threads have ended.
  void finish(std::chrono::milliseconds patience);
  std::size_t running() const { return running_.load(); }

 private:
  void run(JobChoice choice);
  bool run_one(JobChoice choice);

  ScanJobs& jobs_;
  Store& store_;
  Log& log_;
  const Clock& clock_;
  Bell& bell_;
  std::atomic<bool> finishing_{false};
  std::atomic<std::size_t> running_{0};
  StopSignal kill_;
  std::vector<std::thread> threads_;
};

}  // namespace leakwarden::service
