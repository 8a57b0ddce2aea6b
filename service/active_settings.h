#pragma once

// What a reload (SIGHUP) exchanges as a whole: configuration, rules, and the launcher that hands
// these rules to workers. Whoever works takes one snapshot and keeps it to the end of his job.
//
// Thread rules: get() and set() from any thread; what they give is immutable.

#include <memory>
#include <mutex>

#include "scanner/rules/rule_set.h"
#include "service/config.h"
#include "service/jobs/worker_process.h"
#include "service/store/store.h"

namespace leakwarden::service {

struct Active {
  Config config;
  std::shared_ptr<const scanner::RuleSet> rules;
  std::shared_ptr<const WorkerLauncher> launcher;
};

class ActiveSettings {
 public:
  explicit ActiveSettings(std::shared_ptr<const Active> first) : active_(std::move(first)) {}
  std::shared_ptr<const Active> get() const {
    std::lock_guard<std::mutex> lock(mutex_);
    return active_;
  }
  void set(std::shared_ptr<const Active> next) {
    std::lock_guard<std::mutex> lock(mutex_);
    active_ = std::move(next);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const Active> active_;
};

// The watch entry that `path` (of a repository) lies in; nullptr when none does any more.
const WatchConfig* watch_of(const Config& config, const std::string& path);

// Who hears of what happens in a repository.
AlertPlan alert_plan(const Config& config, const std::string& repository_name,
                     const std::string& repository_path);
// Who hears of a watched folder as a whole (the digest of its baseline).
AlertPlan alert_plan(const Config& config, const WatchConfig& watch);

}  // namespace leakwarden::service
