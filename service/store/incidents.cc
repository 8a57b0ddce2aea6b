// Incidents as people see and change them.

#include <algorithm>

#include "service/incidents/life.h"
#include "service/store/incident_rows.h"
#include "service/store/outbox.h"
#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kShownLocations = 1000;
constexpr std::size_t kShortestPrefix = 4;  // digits

Error not_known(const std::string& prefix) {
  return Error::not_found("find incident", prefix, "no incident has this id or fingerprint")
      .with_remedy("leakwarden incidents list");
}

// "inc-3f2a", "3f2a" (of an id), "s1-3f2a" or a whole weak fingerprint.
bool is_long_enough(const std::string& prefix) {
  std::size_t dash = prefix.find('-');
  std::size_t digits = dash == std::string::npos ? prefix.size() : prefix.size() - dash - 1;
  return digits >= kShortestPrefix;
}

Result<std::vector<IncidentRow>> rows_with_prefix(Database& database, const std::string& prefix) {
  static const std::string kSql =
      "SELECT " + incident_columns() +
      "FROM incidents WHERE (id >= ?1 AND id < ?1 || 'g') OR (id >= 'inc-' || ?1 AND"
      " id < 'inc-' || ?1 || 'g') OR (fingerprint >= ?1 AND fingerprint < ?1 || 'g')"
      " ORDER BY number LIMIT 3";
  Statement rows = database.prepare(kSql, prefix);
  std::vector<IncidentRow> found;
  while (true) {
    LEAKWARDEN_TRY(bool row, rows.step());
    if (!row) return found;
    found.push_back(incident_of(rows));
  }
}

Result<IncidentRow> the_one(Database& database, const std::string& prefix) {
  if (!is_long_enough(prefix)) {
    return Error::invalid("find incident", prefix, "at least 4 digits of its id or fingerprint");
  }
  LEAKWARDEN_TRY(std::vector<IncidentRow> found, rows_with_prefix(database, prefix));
  if (found.empty()) return not_known(prefix);
  if (found.size() == 1) return std::move(found.front());
  std::string names = found[0].record.id + ", " + found[1].record.id;
  if (found.size() > 2) names += " and more";
  return Error::refused("find incident", prefix, "it names several: " + names)
      .with_remedy("use a longer part of the id");
}

Result<std::vector<IncidentRecord::Event>> read_events(Database& database, std::int64_t incident) {
  Statement rows = database.prepare(
      "SELECT at, what, person, note FROM events WHERE incident = ? ORDER BY id", incident);
  std::vector<IncidentRecord::Event> events;
  while (true) {
    LEAKWARDEN_TRY(bool row, rows.step());
    if (!row) return events;
    events.push_back(
        {rfc3339(from_stamp(rows.integer(0))), rows.text(1), rows.text(2), rows.text(3)});
  }
}

// The first place stands for the incident in lists.
Status add_sample_place(Database& database, IncidentRow& row) {
  LEAKWARDEN_TRY(std::vector<Location> first, read_locations(database, row.number, 1));
  if (!first.empty()) row.record.sample.location = first.front();
  LEAKWARDEN_TRY(row.record.repositories, repositories_of(database, row.number));
  return done();
}

Error wrong_step(const IncidentRow& row, IncidentState to) {
  std::string from(incident_state_name(row.record.state));
  return Error::refused(
             "change incident", row.record.id,
             "it is " + from + " and cannot become " + std::string(incident_state_name(to)))
      .with_remedy("leakwarden incidents reopen " + row.record.id + " first");
}

std::string event_name(IncidentState from, IncidentState to) {
  if (to == IncidentState::Open) return from == IncidentState::Open ? "opened" : "reopened";
  return std::string(incident_state_name(to));
}

std::string event_note(const IncidentChange& change) {
  if (change.reason.empty()) return change.note;
  return change.note.empty() ? change.reason : change.reason + ": " + change.note;
}

Status write_change(Database& database, const IncidentRow& row, const IncidentChange& change) {
  std::optional<std::int64_t> expires;
  if (change.expires.has_value()) expires = stamp(*change.expires);
  LEAKWARDEN_CHECK(
      database.run("UPDATE incidents SET state = ?, reason = ?, note = ?, person = ?, expires = ?"
                   " WHERE number = ?",
                   incident_state_name(change.state), change.reason, change.note, change.person,
                   expires, row.number));
  return done();
}

Status tell_change(Database& database, IncidentState from, const std::string& id,
                   std::int64_t event, const AlertPlan& plan, WallTime now) {
  LEAKWARDEN_TRY(std::optional<IncidentRow> row, incident_by_id(database, id));
  if (!row.has_value()) return not_known(id);
  notifier::Alert alert;
  alert.type = alert_for(from, row->record.state);
  alert.created = now;
  alert.incident = alert_incident(*row);
  alert.owners = row->owners;
  LEAKWARDEN_TRY(alert.id, alert_id(database, {"event", std::to_string(event)}));
  alert.group = alert.id;
  LEAKWARDEN_TRY(std::vector<Location> places,
                 read_locations(database, row->number, notifier::kMaxAlertLocations));
  for (const Location& place : places) alert.locations.push_back(alert_location(place, id));
  alert.more_locations = row->record.location_count -
                         std::min<std::uint64_t>(places.size(), row->record.location_count);
  return write_routed_alert(database, alert, row->number, plan, now);
}

}  // namespace

Result<std::vector<IncidentRecord>> SqliteStore::list_incidents(std::optional<IncidentState> state,
                                                                std::size_t most) {
  static const std::string kAll = "SELECT " + incident_columns() +
                                  "FROM incidents ORDER BY last_seen DESC, number DESC LIMIT ?";
  static const std::string kInState =
      "SELECT " + incident_columns() +
      "FROM incidents WHERE state = ? ORDER BY last_seen DESC, number DESC LIMIT ?";
  return read([&]() -> Result<std::vector<IncidentRecord>> {
    std::int64_t limit = static_cast<std::int64_t>(most);
    Statement rows = state.has_value()
                         ? database_.prepare(kInState, incident_state_name(*state), limit)
                         : database_.prepare(kAll, limit);
    std::vector<IncidentRecord> incidents;
    while (true) {
      LEAKWARDEN_TRY(bool found, rows.step());
      if (!found) return incidents;
      IncidentRow row = incident_of(rows);
      LEAKWARDEN_CHECK(add_sample_place(database_, row));
      incidents.push_back(std::move(row.record));
    }
  });
}

Result<IncidentRecord> SqliteStore::find_incident(const std::string& prefix) {
  return read([&]() -> Result<IncidentRecord> {
    LEAKWARDEN_TRY(IncidentRow row, the_one(database_, prefix));
    LEAKWARDEN_CHECK(add_sample_place(database_, row));
    LEAKWARDEN_TRY(row.record.locations, read_locations(database_, row.number, kShownLocations));
    LEAKWARDEN_TRY(row.record.history, read_events(database_, row.number));
    return std::move(row.record);
  });
}

Status SqliteStore::change_incident(const IncidentChange& change, const AlertPlan& plan,
                                    WallTime now) {
  return write([&]() -> Status {
    LEAKWARDEN_TRY(std::optional<IncidentRow> row, incident_by_id(database_, change.id));
    if (!row.has_value()) return not_known(change.id);
    IncidentState from = row->record.state;
    if (from == change.state) return done();
    if (!may_change(from, change.state)) return wrong_step(*row, change.state);
    LEAKWARDEN_CHECK(write_change(database_, *row, change));
    LEAKWARDEN_TRY(std::int64_t event,
                   write_event(database_, row->number, event_name(from, change.state),
                               change.person, event_note(change), now));
    return tell_change(database_, from, change.id, event, plan, now);
  });
}

Status SqliteStore::assign_incident(const std::string& id, const std::string& assignee,
                                    const std::string& person, WallTime now) {
  return write([&]() -> Status {
    LEAKWARDEN_TRY(std::optional<IncidentRow> row, incident_by_id(database_, id));
    if (!row.has_value()) return not_known(id);
    if (row->record.assignee == assignee) return done();
    LEAKWARDEN_CHECK(
        database_.run("UPDATE incidents SET assignee = ? WHERE number = ?", assignee, row->number));
    LEAKWARDEN_TRY(std::int64_t event,
                   write_event(database_, row->number, "assigned", person, "to " + assignee, now));
    (void)event;
    return done();
  });
}

}  // namespace leakwarden::service
