#include "service/store/incident_rows.h"

#include "scanner/base/sha256.h"
#include "service/store/finding_json.h"

namespace leakwarden::service {
namespace {

constexpr std::int64_t kKeptLocations = 200;

std::string time_text(std::int64_t milliseconds) {
  return rfc3339(from_stamp(milliseconds));
}

// Ref names hold no NUL: it parts them.
std::string pack_refs(const std::vector<std::string>& refs) {
  std::string packed;
  for (const std::string& ref : refs) packed += ref + '\0';
  return packed;
}

std::vector<std::string> unpack_refs(const std::string& packed) {
  std::vector<std::string> refs;
  std::size_t begin = 0;
  while (begin < packed.size()) {
    std::size_t end = packed.find('\0', begin);
    if (end == std::string::npos) end = packed.size();
    refs.push_back(packed.substr(begin, end - begin));
    begin = end + 1;
  }
  return refs;
}

Result<std::optional<IncidentRow>> one_of(Statement row) {
  LEAKWARDEN_TRY(bool found, row.step());
  if (!found) return std::optional<IncidentRow>();
  return std::optional<IncidentRow>(incident_of(row));
}

std::optional<std::int64_t> tip_column(const Location& location) {
  if (!location.at_tip.has_value()) return std::nullopt;
  return *location.at_tip ? 1 : 0;
}

// true: it was not there yet.
Result<bool> write_location(Database& database, std::int64_t incident, RepositoryId repository,
                            const Location& location, WallTime now) {
  LEAKWARDEN_TRY(
      std::int64_t inserted,
      database.run("INSERT INTO locations (incident, repository, kind, path, start_line, end_line,"
                   " start_column, end_column, blob_id, commit_id, author, email, date, refs,"
                   " at_tip, introduced_by, first_seen)"
                   " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                   " ON CONFLICT DO NOTHING",
                   incident, repository, place_kind_name(location.kind), Blob{location.path},
                   location.range.start_line, location.range.end_line, location.range.start_column,
                   location.range.end_column, location.blob, location.commit, Blob{location.author},
                   Blob{location.email}, location.date, Blob{pack_refs(location.refs)},
                   tip_column(location), Blob{location.introduced_by}, stamp(now)));
  return inserted > 0;
}

Location location_of(const Statement& row) {
  Location location;
  location.repository = row.text(0);
  location.kind = place_kind_from_name(row.text(1)).value_or(PlaceKind::Blob);
  location.path = row.text(2);
  location.range = {row.integer(3), row.integer(4), row.integer(5), row.integer(6)};
  location.blob = row.text(7);
  location.commit = row.text(8);
  location.author = row.text(9);
  location.email = row.text(10);
  location.date = row.text(11);
  location.refs = unpack_refs(row.text(12));
  if (!row.is_null(13)) location.at_tip = row.integer(13) != 0;
  location.introduced_by = row.text(14);
  return location;
}

}  // namespace

std::string incident_id(const std::string& identity) {
  return "inc-" + sha256_hex("leakwarden:incident:1" + identity).substr(0, 16);
}

const std::string& incident_columns() {
  static const std::string kColumns =
      "number, id, state, fingerprint, mask, sample, location_count, first_seen, last_seen, reason,"
      " note, person, assignee, expires, identity, sealed_value, alerted, first_place, visibility,"
      " team, owners ";
  return kColumns;
}

IncidentRow incident_of(const Statement& row) {
  IncidentRow incident;
  IncidentRecord& record = incident.record;
  incident.number = row.integer(0);
  record.id = row.text(1);
  record.state = incident_state_from_name(row.text(2)).value_or(IncidentState::Open);
  record.fingerprint = row.text(3);
  record.mask = row.text(4);
  record.sample = decode_finding(row.text(5));
  record.location_count = static_cast<std::uint64_t>(row.integer(6));
  record.first_seen = time_text(row.integer(7));
  record.last_seen = time_text(row.integer(8));
  record.reason = row.text(9);
  record.note = row.text(10);
  record.person = row.text(11);
  record.assignee = row.text(12);
  incident.expires = row.optional_integer(13);
  if (incident.expires.has_value()) record.expires = time_text(*incident.expires);
  record.identity = row.text(14);
  record.sealed_value = row.text(15);
  incident.alerted = row.integer(16) != 0;
  incident.first_place = row.text(17);
  incident.visibility = row.text(18);
  incident.team = row.text(19);
  incident.owners = decode_texts(row.text(20));
  return incident;
}

Result<std::optional<IncidentRow>> incident_by_identity(Database& database,
                                                        const std::string& identity) {
  static const std::string kSql =
      "SELECT " + incident_columns() + "FROM incidents WHERE shard = 0 AND identity = ?";
  return one_of(database.prepare(kSql, identity));
}

Result<std::optional<IncidentRow>> incident_by_id(Database& database, const std::string& id) {
  static const std::string kSql = "SELECT " + incident_columns() + "FROM incidents WHERE id = ?";
  return one_of(database.prepare(kSql, id));
}

Result<Sighted> sighting_of(Database& database, std::int64_t incident, RepositoryId repository) {
  Statement row = database.prepare(
      "SELECT alerted, kept_locations FROM sightings WHERE incident = ? AND repository = ?",
      incident, repository);
  LEAKWARDEN_TRY(bool found, row.step());
  if (!found) return Sighted();
  return Sighted{true, row.integer(0) != 0, row.integer(1)};
}

Status write_sighting(Database& database, std::int64_t incident, RepositoryId repository,
                      const std::vector<const StoredFinding*>& findings, WallTime now) {
  LEAKWARDEN_TRY(Sighted sighted, sighting_of(database, incident, repository));
  std::int64_t kept = sighted.kept_locations;
  std::int64_t fresh = 0;
  for (const StoredFinding* finding : findings) {
    for (const Location& place : places_of(finding->finding)) {
      bool counted_only = kept >= kKeptLocations;
      bool is_new = counted_only;
      if (!counted_only) {
        LEAKWARDEN_TRY(is_new, write_location(database, incident, repository, place, now));
        kept += is_new ? 1 : 0;
      }
      fresh += is_new ? 1 : 0;
    }
  }
  LEAKWARDEN_CHECK(
      database.run("INSERT INTO sightings (incident, repository, kept_locations, first_seen,"
                   " last_seen) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
                   " kept_locations = excluded.kept_locations, last_seen = excluded.last_seen",
                   incident, repository, kept, stamp(now), stamp(now)));
  LEAKWARDEN_CHECK(
      database.run("UPDATE incidents SET location_count = location_count + ?, last_seen = ?"
                   " WHERE number = ?",
                   fresh, stamp(now), incident));
  return done();
}

Result<std::vector<Location>> read_locations(Database& database, std::int64_t incident,
                                             std::size_t most) {
  Statement rows = database.prepare(
      "SELECT r.name, l.kind, l.path, l.start_line, l.end_line, l.start_column, l.end_column,"
      " l.blob_id, l.commit_id, l.author, l.email, l.date, l.refs, l.at_tip, l.introduced_by"
      " FROM locations l JOIN repositories r ON r.id = l.repository"
      " WHERE l.incident = ? ORDER BY l.id LIMIT ?",
      incident, static_cast<std::int64_t>(most));
  std::vector<Location> locations;
  while (true) {
    LEAKWARDEN_TRY(bool row, rows.step());
    if (!row) return locations;
    locations.push_back(location_of(rows));
  }
}

Result<std::vector<std::string>> repositories_of(Database& database, std::int64_t incident) {
  Statement rows = database.prepare(
      "SELECT r.name FROM sightings s JOIN repositories r ON r.id = s.repository"
      " WHERE s.incident = ? ORDER BY r.name LIMIT 1000",
      incident);
  std::vector<std::string> names;
  while (true) {
    LEAKWARDEN_TRY(bool row, rows.step());
    if (!row) return names;
    names.push_back(rows.text(0));
  }
}

Result<std::int64_t> write_event(Database& database, std::int64_t incident, const std::string& what,
                                 const std::string& person, const std::string& note, WallTime now) {
  LEAKWARDEN_CHECK(
      database.run("INSERT INTO events (incident, at, what, person, note) VALUES (?, ?, ?, ?, ?)",
                   incident, stamp(now), what, person, note));
  return database.last_row();
}

std::vector<Location> places_of(const Finding& finding) {
  std::vector<Location> places = {finding.location};
  for (std::int64_t line : finding.other_lines) {
    places.push_back(finding.location);
    places.back().range = {line, line, 0, 0};
  }
  return places;
}

notifier::AlertIncident alert_incident(const IncidentRow& row) {
  notifier::AlertIncident incident;
  const IncidentRecord& record = row.record;
  incident.first_place = row.first_place;
  incident.id = record.id;
  incident.state = incident_state_name(record.state);
  incident.fingerprint = record.fingerprint;
  incident.mask = record.mask;
  incident.rule_id = record.sample.rule_id;
  incident.rule_name = record.sample.rule_name;
  incident.provider = record.sample.provider;
  incident.severity = record.sample.severity;
  incident.confidence = record.sample.confidence;
  incident.verified = record.sample.verified;
  incident.visibility = row.visibility;
  incident.team = row.team;
  incident.first_seen = record.first_seen;
  incident.facts = record.sample.facts;
  incident.advice = record.sample.advice;
  incident.note = record.reason;
  if (!record.note.empty()) incident.note += (record.reason.empty() ? "" : ": ") + record.note;
  if (!incident.note.empty() && !record.person.empty()) incident.note += " (" + record.person + ")";
  return incident;
}

notifier::AlertLocation alert_location(const Location& location, const std::string& incident) {
  notifier::AlertLocation alert;
  alert.incident = incident;
  alert.kind = location.kind;
  alert.repository = location.repository;
  alert.path = location.path;
  alert.commit = location.commit;
  alert.blob = location.blob;
  alert.refs = location.refs;
  alert.line = location.range.start_line;
  alert.column = location.range.start_column;
  alert.author = location.author;
  alert.email = location.email;
  alert.date = location.date;
  alert.pusher = location.introduced_by;
  return alert;
}

}  // namespace leakwarden::service
