#pragma once

// The store: a dozen verbs named after what happens, each one transaction. SQLite by default
// (sqlite_store.h); PostgreSQL will stand behind the same verbs, and the same test suite.
//
// Nothing outside implements SQL. Values arrive sealed (service/sealing.h), identities keyed;
// the store never sees a raw secret.
//
// Thread rules: safe from any thread; writers are serialised inside. Errors: Io (disk full,
// locked), Refused (a second daemon on the same data), Corrupt, NotFound.

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notifier/alert.h"
#include "notifier/channel.h"
#include "scanner/base/clock.h"
#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"
#include "scanner/base/object_id.h"
#include "scanner/base/result.h"
#include "scanner/git/repository.h"
#include "scanner/hooks/decision_lines.h"
#include "scanner/scan.h"

namespace leakwarden::service {

using RepositoryId = std::int64_t;
using JobId = std::int64_t;

enum class JobKind { Baseline, Push };
std::string_view job_kind_name(JobKind kind);  // "baseline", "push"
// A thread that takes only pushes keeps them from waiting behind large baselines.
enum class JobChoice { Any, PushesOnly };
// What somebody asked for by hand goes out even while its channel waits.
enum class DeliveryChoice { Any, ByHand };
// Was anything sent? A delivery that was only postponed (rate, peer known to be down) costs no
// attempt and makes no possible repeat.
enum class Attempted { No, Yes };

struct RepositoryRecord {
  RepositoryId id = 0;
  std::string name;  // "<watch name>/<path below it>" or the path
  std::string path;  // absolute path of the git directory
  bool baselined = false;
  std::vector<scanner::Ref> cursor;  // refs as last *scanned*; only with a claimed job
  std::string problem;               // last problem shown by doctor; empty is fine
};

struct Job {
  JobId id = 0;
  JobKind kind = JobKind::Push;
  RepositoryRecord repository;
  std::vector<scanner::Ref> target;  // refs as observed when it was claimed; becomes the cursor
  // Tips that were observed and moved on (force push, deletion) before a scan: what they introduced
  // was pushed all the same, so scan them too. Their objects may be gone by now.
  std::vector<scanner::Ref> superseded;
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
  Finding sample;                    // first finding; without value
  std::vector<Location> locations;   // only from find_incident; at most 200 a repository are kept
  std::uint64_t location_count = 0;  // of all that were seen
  std::vector<std::string> repositories;  // names, at most 1,000
  std::string first_seen;                 // RFC 3339
  std::string last_seen;
  std::string reason;  // of the last change: "revoked", "false-positive", …
  std::string note;
  std::string person;  // who made the last change
  std::string assignee;
  std::string expires;  // RFC 3339; of a suppression
  std::string identity;
  std::string sealed_value;
  struct Event {
    std::string at, what, person, note;
  };
  std::vector<Event> history;  // oldest first; only from find_incident
};

struct IncidentChange {
  std::string id;
  IncidentState state = IncidentState::Open;
  std::string reason;
  std::string person;
  std::string note;
  std::optional<WallTime> expires;  // of a suppression: from then on a push opens it again
};

enum class DeliveryState { Pending, Sending, Sent, Retry, Dead };
std::string_view delivery_state_name(DeliveryState state);
std::optional<DeliveryState> delivery_state_from_name(std::string_view name);

struct DeliveryRecord {
  std::int64_t id = 0;
  std::string idempotency_key;
  std::string channel;
  DeliveryState state = DeliveryState::Pending;
  unsigned attempts = 0;
  bool possible_repeat = false;
  bool by_hand = false;  // somebody asked for it, and it was not tried since
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
  std::vector<std::string> owners;   // of the repository, from the configuration
  std::string policy;                // block, warn, record (record: incidents, but no alerts)
  std::size_t flood_threshold = 25;  // more alerts than that in one job become one digest
};

struct ScanRecord {  // what a worker found, on its way into one transaction
  Job job;
  std::vector<StoredFinding> findings;
  Coverage coverage;
  std::string ruleset_digest;
};

struct RecordedScan {
  bool already_recorded = false;  // the job was recorded before: nothing was changed
  std::size_t new_incidents = 0;
  std::size_t seen_again = 0;
  std::size_t reopened = 0;
  std::size_t alerts = 0;  // that at least one channel gets
};

// How one repository's last scan went, for doctor and API.
struct ScanSummary {
  std::string repository;
  JobKind kind = JobKind::Push;
  std::string finished;  // RFC 3339
  Outcome outcome = Outcome::Clean;
  std::uint64_t objects = 0;
  std::uint64_t bytes = 0;
  std::uint64_t findings = 0;
  std::vector<Gap> gaps;  // at most 20
  std::uint64_t more_gaps = 0;
  std::string ruleset_digest;
};

// A repository's scans that left something out and that nobody settled.
struct UnsettledScans {
  std::string path;
  std::uint64_t count = 0;  // kMostUnsettledScans: so many or more
  ScanSummary newest;
};
inline constexpr std::uint64_t kMostUnsettledScans = 100;  // kept of a repository

enum class Dropped { Now, Before };

class Store {
 public:
  virtual ~Store() = default;

  // Watching: what a repository's refs are now. New repository → row; `is_baseline` says whether it
  // was there at the daemon's first sight of its folder: then its first job is a Baseline of the
  // refs of that first sight, and what is pushed meanwhile is a Push job after it. Otherwise all
  // its refs are a push. Makes at most one job per repository; a later call before it is claimed
  // moves its target forward, a later call while it runs makes the next job when it is recorded.
  // Returns the waiting or running job, if any. Clears what record_problem said.
  virtual Result<std::optional<JobId>> observe_refs(const std::string& name,
                                                    const std::string& path,
                                                    const std::vector<scanner::Ref>& refs,
                                                    bool is_baseline, WallTime now) = 0;
  virtual Status record_problem(const std::string& name, const std::string& path,
                                const std::string& problem, WallTime now) = 0;
  // Was this watched folder swept completely once? Until then its repositories are baseline.
  virtual Result<bool> folder_is_known(const std::string& folder) = 0;
  virtual Status mark_folder_known(const std::string& folder, WallTime now) = 0;

  // Jobs, with a lease; an expired lease makes a job claimable again (attempts grows). Never two
  // running jobs of one repository. Pushes go before baselines.
  virtual Result<std::optional<Job>> claim_job(WallTime now, std::chrono::milliseconds lease,
                                               JobChoice choice) = 0;
  // Longer, for a job that is still alive. NotFound when it was recorded or taken over meanwhile.
  virtual Status extend_lease(const Job& job, WallTime now, std::chrono::milliseconds lease) = 0;
  // The job failed: back to waiting until `due`; `error` is shown by doctor.
  virtual Status release_job(JobId job, const std::string& error, WallTime due) = 0;
  // The worker died on these objects: counted; twice makes an object poisoned.
  virtual Status blame_objects(RepositoryId repository, const std::vector<ObjectId>& objects) = 0;
  // Findings, incidents, their locations, alerts, deliveries and the cursor: one transaction. A
  // Baseline job makes no alerts (see summarise_baseline); a Push with gaps makes push.unscanned.
  // Ids are derived from the job, and recording the same job again changes nothing.
  virtual Result<RecordedScan> record_scan(const ScanRecord& record, const AlertPlan& plan,
                                           WallTime now) = 0;
  // One digest for a folder, once: when it is known (mark_folder_known), holds at least one
  // baselined repository, and every baseline below it is recorded or has failed three times. Call
  // after each Baseline job and each sweep; true when this call made the digest.
  virtual Result<bool> summarise_baseline(const std::string& folder, const AlertPlan& plan,
                                          WallTime now) = 0;
  virtual Result<std::size_t> open_jobs() = 0;
  virtual Result<std::optional<WallTime>> oldest_job() = 0;

  // Deliveries. Taking marks them `sending` until now + lease and counts the attempt that now
  // begins; one whose lease ran out, or whose daemon died, is due again with possible_repeat.
  virtual Result<std::vector<DeliveryRecord>> take_due_deliveries(const std::string& channel,
                                                                  std::size_t most, WallTime now,
                                                                  std::chrono::milliseconds lease,
                                                                  DeliveryChoice choice) = 0;
  // A RetryAfter without retry_at: attempts are used up, the delivery is buried (dead).
  virtual Status record_delivery(std::int64_t delivery, const notifier::DeliveryOutcome& outcome,
                                 std::optional<WallTime> retry_at, Attempted attempted,
                                 WallTime now) = 0;
  // An alert about the daemon itself (a channel is gone) for these channels; the same alert id
  // again changes nothing.
  virtual Status raise_alert(const notifier::Alert& alert, const std::vector<std::string>& channels,
                             WallTime now) = 0;
  virtual Result<std::optional<WallTime>> next_delivery_due(const std::string& channel) = 0;
  virtual Result<std::vector<DeliveryRecord>> list_deliveries(std::optional<DeliveryState> state,
                                                              std::size_t most) = 0;
  // Due at once and by hand, attempts from zero. Refused when it is sent already or being sent.
  virtual Status retry_delivery(std::int64_t delivery, WallTime now) = 0;
  // Dropped before: nothing changes, who did it stays.
  virtual Result<Dropped> drop_delivery(std::int64_t delivery, const std::string& person,
                                        WallTime now) = 0;
  // Forgets deliveries that arrived before `until`, oldest first, at most so many, and alerts whose
  // deliveries are all forgotten. What tells of an incident that is not over stays. How many went.
  virtual Result<std::size_t> prune_deliveries(WallTime until, std::size_t most) = 0;

  // Incidents. `prefix`: of an id, or of a fingerprint; Refused when it names several. Lists are
  // newest change first.
  virtual Result<std::vector<IncidentRecord>> list_incidents(std::optional<IncidentState> state,
                                                             std::size_t most) = 0;
  virtual Result<IncidentRecord> find_incident(const std::string& prefix) = 0;
  // Changes state, writes history, makes the alert and its deliveries: one transaction. Refused: a
  // step an incident's life does not have (service/incidents/life.h). Of the plan only routes and
  // channels count; visibility, team and owners are those last recorded with the incident.
  virtual Status change_incident(const IncidentChange& change, const AlertPlan& plan,
                                 WallTime now) = 0;
  virtual Status assign_incident(const std::string& id, const std::string& assignee,
                                 const std::string& person, WallTime now) = 0;
  // What was decided about what a hook found: the questions whose value is suppressed now, so that
  // a push of it would be noted and nobody told. Nothing for one that is not known, is open, was
  // closed (it comes back as a regression), or whose end is reached.
  virtual Result<std::vector<scanner::DecisionAnswer>> find_decisions(
      const std::vector<scanner::DecisionQuestion>& questions, WallTime now) = 0;

  virtual Result<std::vector<RepositoryRecord>> list_repositories() = 0;
  virtual Result<std::vector<ScanSummary>> last_scans() = 0;  // one a repository, by name
  // Whatever was scanned since: what a push brought and nobody looked at stays so. By name.
  virtual Result<std::vector<UnsettledScans>> unsettled_scans() = 0;
  // Somebody looked at what they left out. `repository`: its name or path; NotFound. How many.
  virtual Result<std::size_t> settle_scans(const std::string& repository, const std::string& person,
                                           WallTime now) = 0;
  virtual Status check() = 0;                                 // integrity
};

}  // namespace leakwarden::service
