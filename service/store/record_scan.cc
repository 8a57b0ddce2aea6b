// What a scan found, in one transaction: incidents, their places, alerts, deliveries, the cursor.
//
// Findings are gathered by identity first: one value in ten files of a push is one incident and one
// alert with ten places. What a sighting means is decided by service/incidents/life.h; here it is
// written down. When a push makes more alerts than the flood threshold they become one digest.
//
// Worked example: a push to payments (job 7) brings a key nobody knew and one that was closed.
//   incidents  inc-a  open        "opened"              inc-b  closed → open  "reopened"
//   alerts     alr-1  incident.opened                   alr-2  incident.reopened
//   deliveries alr-1-security, alr-1-bus, alr-2-security, alr-2-bus     all pending
//   refs       scanned := the job's target              jobs   row 7 goes, and with it the work
// Killed before COMMIT: none of it; the job is claimed again. After: all of it, and job 7 is
// unknown.

#include <algorithm>
#include <map>

#include "service/incidents/life.h"
#include "service/store/finding_json.h"
#include "service/store/incident_rows.h"
#include "service/store/outbox.h"
#include "service/store/ref_rows.h"
#include "service/store/scan_rows.h"
#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {
namespace {

using Findings = std::vector<const StoredFinding*>;

// public beats internal beats private: a value is as exposed as the most open place that holds it.
int openness(const std::string& visibility) {
  if (visibility == "public") return 2;
  return visibility == "internal" ? 1 : 0;
}

struct Draft {
  notifier::AlertType type = notifier::AlertType::IncidentOpened;
  std::string incident;
  Findings findings;
};

class ScanRecorder {
 public:
  ScanRecorder(Database& database, const ScanRecord& record, const AlertPlan& plan, WallTime now)
      : database_(database), record_(record), plan_(plan), now_(now) {}

  Result<RecordedScan> run() {
    LEAKWARDEN_TRY(bool is_open, job_is_open());
    if (!is_open) {
      recorded_.already_recorded = true;
      return recorded_;
    }
    for (const Findings& findings : by_identity()) LEAKWARDEN_CHECK(record_incident(findings));
    LEAKWARDEN_CHECK(write_alerts());
    LEAKWARDEN_CHECK(tell_gaps());
    LEAKWARDEN_CHECK(write_scan_row(database_, record_, now_));
    LEAKWARDEN_CHECK(finish_job());
    return recorded_;
  }

 private:
  RepositoryId repository() const { return record_.job.repository.id; }
  bool tells() const { return record_.job.kind == JobKind::Push && plan_.policy != "record"; }

  Result<bool> job_is_open() {
    LEAKWARDEN_TRY(std::optional<std::int64_t> open,
                   database_.number("SELECT 1 FROM jobs WHERE id = ? AND repository = ?",
                                    record_.job.id, repository()));
    return open.has_value();
  }

  // In the order in which the scan reported them first.
  std::vector<Findings> by_identity() const {
    std::vector<Findings> groups;
    std::map<std::string_view, std::size_t> place;
    for (const StoredFinding& finding : record_.findings) {
      std::pair<std::map<std::string_view, std::size_t>::iterator, bool> entry =
          place.emplace(finding.identity, groups.size());
      if (entry.second) groups.emplace_back();
      groups[entry.first->second].push_back(&finding);
    }
    return groups;
  }

  Status record_incident(const Findings& findings) {
    const StoredFinding& first = *findings.front();
    LEAKWARDEN_TRY(std::optional<IncidentRow> row, incident_by_identity(database_, first.identity));
    LEAKWARDEN_TRY(std::optional<Known> known, what_is_known(row));
    Sighting sighting = judge_sighting(known, record_.job.kind);
    if (!row.has_value()) {
      LEAKWARDEN_CHECK(open_incident(first));
      LEAKWARDEN_TRY(row, incident_by_identity(database_, first.identity));
    } else {
      LEAKWARDEN_CHECK(widen(*row, first));
    }
    LEAKWARDEN_CHECK(write_sighting(database_, row->number, repository(), findings, now_));
    if (sighting == Sighting::Reopened) LEAKWARDEN_CHECK(reopen(row->number));
    count(sighting);
    return draft(sighting, *row, findings);
  }

  Result<std::optional<Known>> what_is_known(const std::optional<IncidentRow>& row) {
    if (!row.has_value()) return std::optional<Known>();
    LEAKWARDEN_TRY(Sighted sighted, sighting_of(database_, row->number, repository()));
    Known known;
    known.state = row->record.state;
    known.suppression_expired = row->expires.has_value() && *row->expires <= stamp(now_);
    known.alerted = row->alerted;
    known.alerted_here = sighted.alerted;
    return std::optional<Known>(known);
  }

  Status open_incident(const StoredFinding& first) {
    const Finding& finding = first.finding;
    LEAKWARDEN_CHECK(database_.run(
        "INSERT INTO incidents (id, identity, key_id, fingerprint, mask, state, severity, sample,"
        " first_place, visibility, team, owners, first_seen, last_seen, sealed_value)"
        " VALUES (?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        incident_id(first.identity), first.identity, first.key_id, finding.fingerprint, first.mask,
        static_cast<std::int64_t>(finding.severity), encode_finding(finding),
        notifier::place_of(record_.job.repository.name, finding.location.refs), plan_.visibility,
        plan_.team, encode_texts(plan_.owners), stamp(now_), stamp(now_),
        Blob{first.sealed_value}));
    return event(database_.last_row(), "opened", "in " + record_.job.repository.name);
  }

  Status event(std::int64_t incident, const std::string& what, const std::string& note) {
    LEAKWARDEN_TRY(std::int64_t number, write_event(database_, incident, what, "", note, now_));
    (void)number;
    return done();
  }

  // The same value in another repository: more people own it, and it may be more exposed.
  Status widen(IncidentRow& row, const StoredFinding& first) {
    if (openness(plan_.visibility) > openness(row.visibility)) row.visibility = plan_.visibility;
    if (row.team.empty()) row.team = plan_.team;
    for (const std::string& owner : plan_.owners) {
      bool known = std::find(row.owners.begin(), row.owners.end(), owner) != row.owners.end();
      if (!known && row.owners.size() < notifier::kMaxAlertOwners) row.owners.push_back(owner);
    }
    if (row.record.sealed_value.empty()) row.record.sealed_value = first.sealed_value;
    LEAKWARDEN_CHECK(
        database_.run("UPDATE incidents SET visibility = ?, team = ?, owners = ?, sealed_value = ?"
                      " WHERE number = ?",
                      row.visibility, row.team, encode_texts(row.owners),
                      Blob{row.record.sealed_value}, row.number));
    return done();
  }

  Status reopen(std::int64_t incident) {
    LEAKWARDEN_CHECK(
        database_.run("UPDATE incidents SET state = 'open', reason = '', note = '', person = '',"
                      " expires = NULL WHERE number = ?",
                      incident));
    return event(incident, "reopened", "pushed again to " + record_.job.repository.name);
  }

  void count(Sighting sighting) {
    recorded_.new_incidents += sighting == Sighting::Opened ? 1 : 0;
    recorded_.reopened += sighting == Sighting::Reopened ? 1 : 0;
    bool again = sighting != Sighting::Opened && sighting != Sighting::Reopened;
    recorded_.seen_again += again ? 1 : 0;
  }

  Status draft(Sighting sighting, const IncidentRow& row, const Findings& findings) {
    std::optional<notifier::AlertType> type = alert_for(sighting);
    if (!type.has_value() || !tells()) return done();
    drafts_.push_back({*type, row.record.id, findings});
    LEAKWARDEN_CHECK(
        database_.run("UPDATE incidents SET alerted = 1 WHERE number = ?", row.number));
    LEAKWARDEN_CHECK(
        database_.run("UPDATE sightings SET alerted = 1 WHERE incident = ? AND repository = ?",
                      row.number, repository()));
    return done();
  }

  Result<notifier::Alert> new_alert(notifier::AlertType type, const std::string& about) {
    std::string job = std::to_string(record_.job.id);
    notifier::Alert alert;
    alert.type = type;
    alert.created = now_;
    alert.owners = plan_.owners;
    LEAKWARDEN_TRY(alert.group, alert_id(database_, {"group", job}));
    LEAKWARDEN_TRY(alert.id, alert_id(database_, {"job", job, about,
                                                  std::string(notifier::alert_type_name(type))}));
    return alert;
  }

  void add_locations(notifier::Alert& alert, const StoredFinding& finding,
                     const std::string& incident) {
    for (const Location& place : places_of(finding.finding)) add_location(alert, place, incident);
  }

  void add_location(notifier::Alert& alert, const Location& place, const std::string& incident) {
    if (alert.locations.size() >= notifier::kMaxAlertLocations) {
      ++alert.more_locations;
      return;
    }
    notifier::AlertLocation location = alert_location(place, incident);
    location.repository = record_.job.repository.name;
    if (!record_.job.pusher.empty()) location.pusher = record_.job.pusher;
    alert.locations.push_back(std::move(location));
  }

  Status write_alerts() {
    if (drafts_.size() > plan_.flood_threshold) return write_digest();
    for (const Draft& one : drafts_) LEAKWARDEN_CHECK(write_one(one));
    return done();
  }

  // Counted where a channel gets it.
  Status send(const notifier::Alert& alert, std::optional<std::int64_t> incident) {
    std::vector<std::string> channels = notifier::route(alert, plan_.routes, plan_.channels);
    recorded_.alerts += channels.empty() ? 0 : 1;
    return write_alert(database_, alert, incident, channels, now_);
  }

  Status write_one(const Draft& one) {
    LEAKWARDEN_TRY(std::optional<IncidentRow> row, incident_by_id(database_, one.incident));
    LEAKWARDEN_TRY(notifier::Alert alert, new_alert(one.type, one.incident));
    alert.incident = alert_incident(*row);
    for (const StoredFinding* finding : one.findings) add_locations(alert, *finding, one.incident);
    return send(alert, row->number);
  }

  Status write_digest() {
    std::stable_sort(drafts_.begin(), drafts_.end(), [](const Draft& left, const Draft& right) {
      return left.findings.front()->finding.severity > right.findings.front()->finding.severity;
    });
    LEAKWARDEN_TRY(notifier::Alert alert, new_alert(notifier::AlertType::Digest, "flood"));
    alert.summary =
        std::to_string(drafts_.size()) + " secrets in one push to " + record_.job.repository.name;
    for (const Draft& one : drafts_) {
      if (alert.digest.size() >= notifier::kMaxAlertIncidents) {
        ++alert.more_incidents;
        continue;
      }
      LEAKWARDEN_TRY(std::optional<IncidentRow> row, incident_by_id(database_, one.incident));
      alert.digest.push_back(alert_incident(*row));
      add_location(alert, one.findings.front()->finding.location, one.incident);
    }
    return send(alert, std::nullopt);
  }

  // A push that was not scanned wholly is never clean. The same gaps push after push (a damaged
  // object, say) are told once; what the push's own content caused is told every time.
  Status tell_gaps() {
    if (!tells() || record_.coverage.complete()) return done();
    LEAKWARDEN_TRY(bool same, same_gaps_as_before(database_, record_));
    if (same && !record_.coverage.any_gap_caused_by_content) return done();
    LEAKWARDEN_TRY(notifier::Alert alert, new_alert(notifier::AlertType::PushUnscanned, "gaps"));
    alert.summary = record_.job.repository.name + ": " + gaps_in_words(record_.coverage);
    notifier::AlertLocation location;
    location.repository = record_.job.repository.name;
    location.pusher = record_.job.pusher;
    alert.locations.push_back(std::move(location));
    alert.incident.visibility = plan_.visibility;
    alert.incident.team = plan_.team;
    return send(alert, std::nullopt);
  }

  Status finish_job() {
    LEAKWARDEN_CHECK(move_cursor(database_, record_.job));
    LEAKWARDEN_CHECK(
        database_.run("UPDATE repositories SET baselined_at = coalesce(baselined_at, ?),"
                      " scan_problem = '' WHERE id = ?",
                      stamp(now_), repository()));
    LEAKWARDEN_CHECK(database_.run("DELETE FROM jobs WHERE id = ?", record_.job.id));
    // What was pushed while we scanned.
    LEAKWARDEN_TRY(std::optional<JobId> next, ensure_job(database_, repository(), now_));
    (void)next;
    return done();
  }

  Database& database_;
  const ScanRecord& record_;
  const AlertPlan& plan_;
  WallTime now_;
  std::vector<Draft> drafts_;
  RecordedScan recorded_;
};

}  // namespace

Result<RecordedScan> SqliteStore::record_scan(const ScanRecord& record, const AlertPlan& plan,
                                              WallTime now) {
  return write(
      [&]() -> Result<RecordedScan> { return ScanRecorder(database_, record, plan, now).run(); });
}

}  // namespace leakwarden::service
