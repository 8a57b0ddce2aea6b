#pragma once

// The rows of an incident: itself, where it was sighted, its places, its history. Internal to the
// SQLite store; call inside a transaction.

#include <optional>
#include <string>
#include <vector>

#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {

struct IncidentRow {
  std::int64_t number = 0;
  IncidentRecord record;  // without locations and history
  bool alerted = false;
  std::string first_place;
  std::string visibility;
  std::string team;
  std::vector<std::string> owners;
  std::optional<std::int64_t> expires;
};

// "inc-" and 16 hex digits, derived from the (keyed) identity: the same incident gets the same id.
std::string incident_id(const std::string& identity);

Result<std::optional<IncidentRow>> incident_by_identity(Database& database,
                                                        const std::string& identity);
Result<std::optional<IncidentRow>> incident_by_id(Database& database, const std::string& id);
// All columns of `SELECT <incident_columns()> FROM incidents …`.
const std::string& incident_columns();
IncidentRow incident_of(const Statement& row);

struct Sighted {
  bool known = false;
  bool alerted = false;
  std::int64_t kept_locations = 0;
};
Result<Sighted> sighting_of(Database& database, std::int64_t incident, RepositoryId repository);

// Places of one incident in one repository; at most 200 are kept there, all are counted.
Status write_sighting(Database& database, std::int64_t incident, RepositoryId repository,
                      const std::vector<const StoredFinding*>& findings, WallTime now);
Result<std::vector<Location>> read_locations(Database& database, std::int64_t incident,
                                             std::size_t most);
Result<std::vector<std::string>> repositories_of(Database& database, std::int64_t incident);

// Returns the event's own number.
Result<std::int64_t> write_event(Database& database, std::int64_t incident, const std::string& what,
                                 const std::string& person, const std::string& note, WallTime now);

// Where the finding stands, and the other lines of the same file that hold the same value. Of those
// only the line is known, so their columns are 0.
std::vector<Location> places_of(const Finding& finding);

// As alerts show it.
notifier::AlertIncident alert_incident(const IncidentRow& row);
notifier::AlertLocation alert_location(const Location& location, const std::string& incident);

}  // namespace leakwarden::service
