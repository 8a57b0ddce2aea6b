#pragma once

// How the daemon is, as its main loop last saw it, for whoever asks over HTTP. The main loop writes
// once a second; the HTTP thread only reads, so that a question never waits for a disk.
//
// Thread rules: all members from any thread.

#include <chrono>
#include <mutex>
#include <string>
#include <vector>

#include "scanner/base/clock.h"

namespace leakwarden::service {

// Why the daemon is not ready: one entry a reason; no entry: ready.
struct ReadinessReason {
  std::string component;  // "store", "rules", "queue", "disk", "watch", "starting", "stopping"
  std::string reason;     // for people
};

struct HealthAnswer {
  unsigned status = 200;  // HTTP
  std::string body;       // JSON
};

class HealthState {
 public:
  // A main loop that has not turned for this long hangs.
  static constexpr std::chrono::seconds kStuckAfter{30};

  explicit HealthState(const Clock& clock);
  void turned(std::vector<ReadinessReason> reasons);  // by the main loop, each turn
  HealthAnswer healthz() const;
  HealthAnswer readyz() const;

 private:
  bool stuck() const;
  const Clock& clock_;
  mutable std::mutex mutex_;
  SteadyTime last_turn_;
  std::vector<ReadinessReason> reasons_;
};

}  // namespace leakwarden::service
