#pragma once

// The store: a dozen verbs named after what happens, each one transaction. SQLite by default
// (sqlite_store.h); PostgreSQL will stand behind the same verbs, and the same test suite.
//
// Nothing outside implements SQL. Values arrive sealed (service/sealing.h), identities keyed;
// the store never sees a raw secret.
//
// Thread rules: safe from any thread; writers are serialised inside. Errors: Io (disk full,
// locked), Refused (a second daemon on the same data), Corrupt, NotFound.

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "notifier/alert.h"
#include "notifier/channel.h"
#include "scanner/base/clock.h"
#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"
#include "scanner/base/object_id.h"
#include "scanner/base/result.h"
#include "scanner/git/repository.h"
#include "scanner/scan.h"

namespace leakwarden::service {

using RepositoryId = std::int64_t;
using JobId = std::int64_t;

enum class JobKind { Baseline, Push };

struct RepositoryRecord {
  RepositoryId id = 0;
  std::string name;  // "<watch name>/<path below it>" or the path
  std::string path;  // absolute path of the git directory
  bool baselined = false;
  std::vector<scanner::Ref> cursor;  // refs as last *scanned*
  std::string problem;               // last problem shown by doctor; empty is fine
};

struct Job {
  JobId id = 0;
  JobKind kind = JobKind::Push;
  RepositoryRecord repository;
  std::vector<scanner::Ref> target;  // refs when the job was made; becomes the cursor
  unsigned attempts = 0;
  std::vector<ObjectId> poisoned;
  std::string pusher;
};

// A finding ready for the store: keyed and sealed.
struct StoredFinding {
  Finding finding;  // its Secret is empty
  std::string mask;
  std::string identity;  // HMAC-SHA256, hex
  std::string key_id;
  std::string sealed_value;  // "" in `values: fingerprints` mode
};

enum class IncidentState { Open, Acknowledged, Rotated, VerifiedDead, Closed, Suppressed };
std::string_view incident_state_name(IncidentState state);
std::optional<IncidentState> incident_state_from_name(std::string_view name);

struct IncidentRecord {
  std::string id;
  IncidentState state = IncidentState::Open;
  std::string fingerprint;
  std::string mask;
  Finding sample;  // first finding; without value
  std::vector<Location> locations;
  std::string first_seen;
  std::string last_seen;
  std::string note;
  std::string person;
  std::string sealed_value;
  struct Event {
    std::string at, what, person, note;
  };
  std::vector<Event> history;
};

enum class DeliveryState { Pending, Sending, Sent, Retry, Dead };
std::string_view delivery_state_name(DeliveryState state);

struct DeliveryRecord {
  std::int64_t id = 0;
  std::string idempotency_key;
  std::string channel;
  DeliveryState state = DeliveryState::Pending;
  unsigned attempts = 0;
  bool possible_repeat = false;
  std::int64_t due_unix_milliseconds = 0;
  std::string last_error;
  notifier::Alert alert;
};

// How the store decides who gets an alert, given when recording.
struct AlertPlan {
  std::vector<notifier::Route> routes;
  std::vector<std::string> channels;
  std::string visibility;
  std::string team;
  std::string policy;   // block, warn, record
  bool silent = false;  // baseline: incidents without alerts; summarise_baseline() comes later
  std::size_t flood_threshold = 25;  // more new incidents in one job become one digest
};

struct ScanRecord {  // what a worker found, on its way into one transaction
  Job job;
  std::vector<StoredFinding> findings;
  Coverage coverage;
  std::string ruleset_digest;
};

struct RecordedScan {
  std::size_t new_incidents = 0;
  std::size_t seen_again = 0;
  std::size_t reopened = 0;
  std::size_t alerts = 0;
};

class Store {
 public:
  virtual ~Store() = default;

  // Watching: what a repository's refs are now. New repository → row; `baseline` says whether it
  // was there at the daemon's first sight of its folder. Makes at most one pending job per
  // repository (a later call before it is claimed moves its target forward). Returns the job, if
  // any.
  virtual Result<std::optional<JobId>> observe_refs(const std::string& name,
                                                    const std::string& path,
                                                    const std::vector<scanner::Ref>& refs,
                                                    bool is_baseline, WallTime now) = 0;
  virtual Status record_problem(const std::string& name, const std::string& path,
                                const std::string& problem, WallTime now) = 0;
  // Was this watched folder swept completely once? Until then its repositories are baseline.
  virtual Result<bool> folder_is_known(const std::string& folder) = 0;
  virtual Status mark_folder_known(const std::string& folder, WallTime now) = 0;

  // Jobs, with a lease; an expired lease makes a job claimable again (attempts grows).
  virtual Result<std::optional<Job>> claim_job(WallTime now, std::chrono::milliseconds lease) = 0;
  virtual Status release_job(JobId job, const std::string& error, WallTime due) = 0;
  // The worker died on these objects: counted; twice makes an object poisoned.
  virtual Status blame_objects(RepositoryId repository, const std::vector<ObjectId>& objects) = 0;
  // Findings, incidents, their locations, alerts, deliveries and the cursor: one transaction.
  virtual Result<RecordedScan> record_scan(const ScanRecord& record, const AlertPlan& plan,
                                           WallTime now) = 0;
  // One digest for all baselined incidents of a folder that no digest has named yet.
  virtual Status summarise_baseline(const std::string& folder, const AlertPlan& plan,
                                    WallTime now) = 0;
  virtual Result<std::size_t> open_jobs() = 0;
  virtual Result<std::optional<WallTime>> oldest_job() = 0;

  // Deliveries.
  virtual Result<std::vector<DeliveryRecord>> take_due_deliveries(
      const std::string& channel, std::size_t most, WallTime now,
      std::chrono::milliseconds lease) = 0;
  virtual Status record_delivery(std::int64_t delivery, const notifier::DeliveryOutcome& outcome,
                                 std::optional<WallTime> retry_at, WallTime now) = 0;
  virtual Result<std::optional<WallTime>> next_delivery_due(const std::string& channel) = 0;
  virtual Result<std::vector<DeliveryRecord>> list_deliveries(std::optional<DeliveryState> state,
                                                              std::size_t most) = 0;
  virtual Status retry_delivery(std::int64_t delivery, WallTime now) = 0;
  virtual Status drop_delivery(std::int64_t delivery, const std::string& person, WallTime now) = 0;

  // Incidents. `prefix`: an id, or a unique fingerprint prefix; Refused when it names several.
  virtual Result<std::vector<IncidentRecord>> list_incidents(std::optional<IncidentState> state,
                                                             std::size_t most) = 0;
  virtual Result<IncidentRecord> find_incident(const std::string& prefix) = 0;
  // Changes state, writes history, makes the alert and its deliveries: one transaction.
  virtual Status change_incident(const std::string& id, IncidentState state,
                                 const std::string& person, const std::string& note,
                                 const AlertPlan& plan, WallTime now) = 0;

  virtual Result<std::vector<RepositoryRecord>> list_repositories() = 0;
  virtual Status check() = 0;  // integrity
};

}  // namespace leakwarden::service
