#pragma once

// Everything a running daemon consists of, built in start order and taken down in reverse. serve.cc
// turns it: signals, systemd, the main loop.
//
// Thread rules: one thread, but for reload(), which may run beside tick().

#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "scanner/base/clock.h"
#include "service/active_settings.h"
#include "service/api/health_server.h"
#include "service/api/health_state.h"
#include "service/config.h"
#include "service/intake/hook_socket.h"
#include "service/intake/watched_folder.h"
#include "service/jobs/delivery_loop.h"
#include "service/jobs/job_loop.h"
#include "service/jobs/scan_job.h"
#include "service/log.h"
#include "service/metrics/metrics.h"
#include "service/sealing.h"
#include "service/store/store.h"

namespace leakwarden::service {

// Rules and their launcher, as the configuration says. Invalid: a rule file's mistakes, with file,
// line, column and remedy.
Result<std::shared_ptr<const Active>> load_active(const Config& config);

class Daemon {
 public:
  // `log` and `clock` must outlive it. Errors: what failed, in start order; nothing runs then.
  static Result<std::unique_ptr<Daemon>> start(const Config& config, const std::string& version,
                                               Log& log, const Clock& clock);
  ~Daemon();

  // Once a second: readiness and queue; each hour what arrived long ago is forgotten. True when
  // there is nothing against being ready.
  bool tick();
  // Rules, channels and the hook socket of the file's newest state, all or nothing.
  Status reload();
  // In order; `hurry` skips all waiting.
  enum class StopHow { Orderly, AtOnce };
  void stop(StopHow how);

  std::vector<std::string> addresses() const;

 private:
  struct Watch;
  Daemon(std::shared_ptr<const Active> active, std::unique_ptr<Store> store, Sealing sealing,
         const std::string& version, Log& log, const Clock& clock);
  static Result<std::unique_ptr<Daemon>> build(const Config& config, const std::string& version,
                                               Log& log, const Clock& clock);
  Status listen(const Config& config, const std::string& version);
  Status place_hook_socket(const Config& config);
  void start_threads();
  void start_watching();
  std::vector<ReadinessReason> readiness();
  void prune();
  void look_at_store(std::vector<ReadinessReason>& reasons);
  void look_at_disk(std::vector<ReadinessReason>& reasons) const;
  void look_at_watches(std::vector<ReadinessReason>& reasons) const;

  Log& log_;
  const Clock& clock_;
  std::unique_ptr<Store> store_;
  Sealing sealing_;
  ActiveSettings settings_;
  Metrics metrics_;
  HealthState health_;
  DeliveryLoop deliveries_;
  std::unique_ptr<ScanJobs> scan_jobs_;
  Bell job_bell_;
  std::unique_ptr<JobLoop> job_loop_;
  StopSignal stop_watching_;
  std::vector<std::unique_ptr<Watch>> watches_;
  std::unique_ptr<HealthServer> server_;
  std::unique_ptr<Store> decisions_;  // a reader of its own: a hook waits for no scan's record
  std::unique_ptr<HookSocket> hook_socket_;
  SteadyTime next_prune_{};
  bool stopping_ = false;
};

}  // namespace leakwarden::service
