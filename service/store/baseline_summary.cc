// One message for everything that was already there: a folder of a thousand repositories must not
// begin with a thousand alerts, and must not begin in silence either.

#include "service/store/incident_rows.h"
#include "service/store/outbox.h"
#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {
namespace {

constexpr std::int64_t kAttemptsThatGiveUp = 3;

struct Progress {
  std::int64_t repositories = 0;
  std::int64_t waiting = 0;  // their baseline may still come
  std::int64_t failed = 0;
  std::int64_t incomplete = 0;  // recorded, with gaps
};

// The repositories of a folder: the folder itself, and everything below it. ?1 is the folder.
#define LEAKWARDEN_BELOW_FOLDER " (r.path = ?1 OR substr(r.path, 1, length(?1) + 1) = ?1 || '/')"

Result<Progress> progress_of(Database& database, const std::string& folder) {
  Statement row = database.prepare(
      "SELECT count(*),"
      " count(*) FILTER (WHERE r.baselined_at IS NULL AND coalesce(j.attempts, 0) < ?2),"
      " count(*) FILTER (WHERE r.baselined_at IS NULL AND coalesce(j.attempts, 0) >= ?2),"
      " count(*) FILTER (WHERE EXISTS (SELECT 1 FROM scans s WHERE s.repository = r.id"
      "                  AND s.kind = 'baseline' AND s.gaps_digest <> ''))"
      " FROM repositories r LEFT JOIN jobs j ON j.repository = r.id"
      " WHERE r.is_baseline AND" LEAKWARDEN_BELOW_FOLDER,
      folder, kAttemptsThatGiveUp);
  LEAKWARDEN_TRY(bool found, row.step());
  if (!found) return Progress();
  return Progress{row.integer(0), row.integer(1), row.integer(2), row.integer(3)};
}

Result<bool> is_due(Database& database, const std::string& folder, const Progress& progress) {
  if (progress.repositories == 0 || progress.waiting > 0) return false;
  LEAKWARDEN_TRY(std::optional<std::int64_t> due,
                 database.number("SELECT 1 FROM folders"
                                 " WHERE shard = 0 AND path = ? AND summarised_at IS NULL",
                                 folder));
  return due.has_value();
}

std::string counted(std::int64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

std::string summary_text(const std::string& folder, const Progress& progress,
                         std::int64_t incidents) {
  std::string text = "first look at " + folder + ": " +
                     counted(progress.repositories, "repository", "repositories") + ", " +
                     (incidents == 0 ? "no secrets" : counted(incidents, "secret", "secrets")) +
                     " in what was already there";
  if (progress.incomplete > 0) {
    text += "; " + std::to_string(progress.incomplete) + " not scanned wholly";
  }
  if (progress.failed > 0) {
    text += "; " + std::to_string(progress.failed) + " could not be scanned (see doctor)";
  }
  return text;
}

Status add_incidents(Database& database, const std::string& folder, notifier::Alert& alert) {
  static const std::string kSql =
      "SELECT " + incident_columns() +
      "FROM incidents WHERE state IN ('open', 'acknowledged', 'rotated') AND number IN"
      " (SELECT s.incident FROM sightings s JOIN repositories r ON r.id = s.repository"
      "  WHERE NOT s.alerted AND r.is_baseline AND" LEAKWARDEN_BELOW_FOLDER
      ") ORDER BY severity DESC, number";
  Statement rows = database.prepare(kSql, folder);
  while (true) {
    LEAKWARDEN_TRY(bool found, rows.step());
    if (!found) return done();
    if (alert.digest.size() >= notifier::kMaxAlertIncidents) {
      ++alert.more_incidents;
      continue;
    }
    IncidentRow row = incident_of(rows);
    LEAKWARDEN_TRY(std::vector<Location> first, read_locations(database, row.number, 1));
    if (!first.empty()) alert.locations.push_back(alert_location(first.front(), row.record.id));
    alert.digest.push_back(alert_incident(row));
  }
}

#undef LEAKWARDEN_BELOW_FOLDER

}  // namespace

Result<bool> SqliteStore::summarise_baseline(const std::string& folder, const AlertPlan& plan,
                                             WallTime now) {
  return write([&]() -> Result<bool> {
    LEAKWARDEN_TRY(Progress progress, progress_of(database_, folder));
    LEAKWARDEN_TRY(bool due, is_due(database_, folder, progress));
    if (!due) return false;
    notifier::Alert alert;
    alert.type = notifier::AlertType::Digest;
    alert.created = now;
    LEAKWARDEN_TRY(alert.id, alert_id(database_, {"baseline", folder}));
    alert.group = alert.id;
    LEAKWARDEN_CHECK(add_incidents(database_, folder, alert));
    std::int64_t incidents = static_cast<std::int64_t>(alert.digest.size() + alert.more_incidents);
    alert.summary = summary_text(folder, progress, incidents);
    alert.incident.visibility = plan.visibility;
    alert.incident.team = plan.team;
    LEAKWARDEN_CHECK(write_routed_alert(database_, alert, std::nullopt, plan, now));
    LEAKWARDEN_CHECK(
        database_.run("UPDATE folders SET summarised_at = ? WHERE path = ?", stamp(now), folder));
    return true;
  });
}

}  // namespace leakwarden::service
