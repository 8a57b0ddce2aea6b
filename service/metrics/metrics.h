#pragma once

// What the daemon counts, for Prometheus (text format 0.0.4).
//
// Labels are bounded: names from our configuration and rules, closed sets of results; never a path,
// a commit or a person. Names begin with leakwarden_, units are seconds and bytes, counters end in
// _total (prometheus.io, "Metric and label naming").
//
// Thread rules: all members from any thread.

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/base/clock.h"
#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"

namespace leakwarden::service {

enum class DeliveryEnd { Sent, Retried, Buried };

class Metrics {
 public:
  explicit Metrics(std::string_view version);
  ~Metrics();

  void scan_ended(std::string_view trigger, const Coverage& coverage, Outcome outcome,
                  std::chrono::duration<double> duration);
  void scan_failed(std::string_view trigger);
  void worker_died();
  void finding_recorded(const std::string& rule, Severity severity);
  void incident_changed(std::string_view change,
                        std::size_t count);  // opened, seen_again, reopened
  void delivery_ended(const std::string& channel, DeliveryEnd result,
                      std::chrono::duration<double> since_alert);
  void watch_event();
  void watcher_restarted();
  void queue_is(std::size_t open_jobs, std::chrono::duration<double> oldest);
  void rules_are(std::size_t loaded);
  void reload_ended(bool successful, WallTime now);

  // The whole exposition, with process_* read now.
  std::string text();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace leakwarden::service
