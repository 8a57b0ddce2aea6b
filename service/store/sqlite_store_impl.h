#pragma once

// Inside of the SQLite store: the class whose verbs are spread over repositories.cc, jobs.cc,
// record_scan.cc, scan_rows.cc, deliveries.cc, prune.cc, incidents.cc, decisions.cc and
// baseline_summary.cc, one group of verbs a file.
//
// A verb is `return write([&]() -> Result<X> { … })`: one transaction under the mutex, undone when
// the result is an error.

#include <mutex>
#include <optional>
#include <string>
#include <utility>

#include "service/store/data_lock.h"
#include "service/store/sqlite_store.h"
#include "service/store/statement.h"

namespace leakwarden::service {

class SqliteStore final : public Store {
 public:
  SqliteStore(Database database, std::optional<DataLock> lock)
      : database_(std::move(database)), lock_(std::move(lock)) {}

  Status prepare_daemon(const StoreOptions& options);

  Result<std::optional<JobId>> observe_refs(const std::string& name, const std::string& path,
                                            const std::vector<scanner::Ref>& refs, bool is_baseline,
                                            WallTime now) override;
  Status record_problem(const std::string& name, const std::string& path,
                        const std::string& problem, WallTime now) override;
  Result<bool> folder_is_known(const std::string& folder) override;
  Status mark_folder_known(const std::string& folder, WallTime now) override;
  Result<std::vector<RepositoryRecord>> list_repositories() override;

  Result<std::optional<Job>> claim_job(WallTime now, std::chrono::milliseconds lease,
                                       JobChoice choice) override;
  Status extend_lease(const Job& job, WallTime now, std::chrono::milliseconds lease) override;
  Status release_job(JobId job, const std::string& error, WallTime due) override;
  Status blame_objects(RepositoryId repository, const std::vector<ObjectId>& objects) override;
  Result<std::size_t> open_jobs() override;
  Result<std::optional<WallTime>> oldest_job() override;

  Result<RecordedScan> record_scan(const ScanRecord& record, const AlertPlan& plan,
                                   WallTime now) override;
  Result<std::vector<ScanSummary>> last_scans() override;
  Result<std::vector<UnsettledScans>> unsettled_scans() override;
  Result<std::size_t> settle_scans(const std::string& repository, const std::string& person,
                                   WallTime now) override;
  Result<bool> summarise_baseline(const std::string& folder, const AlertPlan& plan,
                                  WallTime now) override;

  Result<std::vector<DeliveryRecord>> take_due_deliveries(const std::string& channel,
                                                          std::size_t most, WallTime now,
                                                          std::chrono::milliseconds lease,
                                                          DeliveryChoice choice) override;
  Status record_delivery(std::int64_t delivery, const notifier::DeliveryOutcome& outcome,
                         std::optional<WallTime> retry_at, Attempted attempted,
                         WallTime now) override;
  Status raise_alert(const notifier::Alert& alert, const std::vector<std::string>& channels,
                     WallTime now) override;
  Result<std::optional<WallTime>> next_delivery_due(const std::string& channel) override;
  Result<std::vector<DeliveryRecord>> list_deliveries(std::optional<DeliveryState> state,
                                                      std::size_t most) override;
  Status retry_delivery(std::int64_t delivery, WallTime now) override;
  Result<Dropped> drop_delivery(std::int64_t delivery, const std::string& person,
                                WallTime now) override;
  Result<std::size_t> prune_deliveries(WallTime until, std::size_t most) override;

  Result<std::vector<IncidentRecord>> list_incidents(std::optional<IncidentState> state,
                                                     std::size_t most) override;
  Result<IncidentRecord> find_incident(const std::string& prefix) override;
  Status change_incident(const IncidentChange& change, const AlertPlan& plan,
                         WallTime now) override;
  Status assign_incident(const std::string& id, const std::string& assignee,
                         const std::string& person, WallTime now) override;
  Result<std::vector<scanner::DecisionAnswer>> find_decisions(
      const std::vector<scanner::DecisionQuestion>& questions, WallTime now) override;

  Status check() override;

 private:
  template <typename Work>
  auto transact(Transaction::Kind kind, const Work& work) -> decltype(work()) {
    std::lock_guard<std::mutex> guard(mutex_);
    Transaction transaction(database_);
    LEAKWARDEN_CHECK(transaction.begin(kind));
    auto result = work();
    if (!result.ok()) return result;
    LEAKWARDEN_CHECK(transaction.commit());
    return result;
  }
  template <typename Work>
  auto write(const Work& work) -> decltype(work()) {
    return transact(Transaction::Kind::Write, work);
  }
  template <typename Work>
  auto read(const Work& work) -> decltype(work()) {
    return transact(Transaction::Kind::Read, work);
  }

  std::mutex mutex_;
  Database database_;  // guarded by mutex_
  std::optional<DataLock> lock_;
};

inline std::int64_t stamp(WallTime time) {
  return unix_milliseconds(time);
}
inline WallTime from_stamp(std::int64_t milliseconds) {
  return WallTime(std::chrono::milliseconds(milliseconds));
}

}  // namespace leakwarden::service
