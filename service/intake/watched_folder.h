#pragma once

// The parent's side of one watch entry: keeps a watcher child running on the folder and carries
// what it sees into the store.
//
//   watcher child ──RefsEvent──► Store::observe_refs ──► a job ──► the job loop's bell
//
// Until the folder was swept completely once in the life of the store, its repositories are
// baseline; a repository that appears later is a push like any other.
//
// Nothing seen is lost: while the store does not take an observation (disk full) it is offered
// again, and the child waits. A child that dies, hangs or watches a folder that is not at its path
// any more is replaced, after a pause that grows from one second to a minute; a new child reports
// everything anew, and the store finds what changed meanwhile.
//
// Thread rules: run() is one thread's body; looked_at() from any thread.

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "scanner/base/clock.h"
#include "service/active_settings.h"
#include "service/config.h"
#include "service/jobs/signals.h"
#include "service/jobs/worker_process.h"
#include "service/log.h"
#include "service/metrics/metrics.h"
#include "service/store/store.h"

namespace leakwarden::service {

class WatchedFolder {
 public:
  struct Parts {
    Store& store;
    const ActiveSettings& settings;
    Log& log;
    Metrics& metrics;
    const Clock& clock;
    Bell& jobs;                             // rung when a job was made
    std::function<void()> ring_deliveries;  // called when a digest was made
  };

  WatchedFolder(WatchConfig watch, Parts parts);

  void run(const StopSignal& stop);
  // Was everything below it reported once since the start, or is it known that it cannot be?
  bool looked_at() const { return looked_at_.load(); }
  const WatchConfig& watch() const { return watch_; }

 private:
  struct Take;  // one overload for each kind of event
  void watch_once(const StopSignal& stop);
  Status start_watching();
  void listen(WorkerProcess& watcher, const StopSignal& stop);
  void take_refs(const scanner::RefsEvent& event, const StopSignal& stop);
  void take_gone(const scanner::RepositoryGoneEvent& event);
  void take_problem(const scanner::WatchProblemEvent& event);
  void take_sweep_done(const StopSignal& stop);
  bool observe(const scanner::RefsEvent& event);
  bool close_sweep();
  void note_problem(const std::string& below, const Error& error);
  void note_gaps(const std::string& below, const std::vector<Error>& gaps);
  void record_problem(const std::string& below, const std::string& words);
  bool still_at_its_path() const;
  std::string name_of(const std::string& below) const;
  std::string path_of(const std::string& below) const;

  WatchConfig watch_;
  Parts parts_;
  std::string path_;  // real, while a watcher runs
  Descriptor folder_;
  bool known_ = false;
  std::atomic<bool> looked_at_{false};
};

}  // namespace leakwarden::service
