// Jobs: one a repository, claimed under a lease. A job holds no copy of what is to be scanned; the
// target is read when it is claimed, so that a claim after a crash covers what came meanwhile.

#include "service/store/ref_rows.h"
#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {
namespace {

constexpr std::int64_t kDeathsThatPoison = 2;

// The waiting job that is due, or a running one whose lease ran out.
Result<std::optional<Job>> due_job(Database& database, WallTime now, JobChoice choice) {
  Statement row = database.prepare(
      "SELECT id, repository, kind, attempts, pusher FROM jobs"
      " WHERE ((state = 'waiting' AND due <= ?1) OR (state = 'running' AND lease_until <= ?1))"
      " AND (kind = 'push' OR ?2)"
      " ORDER BY kind = 'baseline', due, id LIMIT 1",
      stamp(now), std::int64_t{choice == JobChoice::Any ? 1 : 0});
  LEAKWARDEN_TRY(bool found, row.step());
  if (!found) return std::optional<Job>();
  Job job;
  job.id = row.integer(0);
  job.repository.id = row.integer(1);
  job.kind = row.text(2) == "baseline" ? JobKind::Baseline : JobKind::Push;
  job.attempts = static_cast<unsigned>(row.integer(3)) + 1;
  job.pusher = row.text(4);
  return std::optional<Job>(std::move(job));
}

Result<std::vector<ObjectId>> poisoned_objects(Database& database, RepositoryId repository) {
  std::vector<ObjectId> objects;
  Statement rows = database.prepare("SELECT object FROM deaths WHERE repository = ? AND count >= ?",
                                    repository, kDeathsThatPoison);
  while (true) {
    LEAKWARDEN_TRY(bool row, rows.step());
    if (!row) return objects;
    std::optional<ObjectId> id = ObjectId::from_bytes(rows.text(0));
    if (id.has_value()) objects.push_back(*id);
  }
}

Status fill(Database& database, Job& job) {
  RepositoryId repository = job.repository.id;
  LEAKWARDEN_TRY(job.repository, read_repository(database, repository));
  LEAKWARDEN_TRY(job.repository.cursor, read_refs(database, repository, RefColumn::Scanned));
  RefColumn target = job.kind == JobKind::Baseline ? RefColumn::Baseline : RefColumn::Observed;
  LEAKWARDEN_TRY(job.target, read_refs(database, repository, target));
  LEAKWARDEN_TRY(job.poisoned, poisoned_objects(database, repository));
  // A baseline reads every object anyway, but it is silent: what moved on meanwhile is for the push
  // job after it.
  if (job.kind == JobKind::Baseline) return done();
  LEAKWARDEN_TRY(job.superseded, read_superseded(database, repository));
  return done();
}

}  // namespace

Result<std::optional<Job>> SqliteStore::claim_job(WallTime now, std::chrono::milliseconds lease,
                                                  JobChoice choice) {
  return write([&]() -> Result<std::optional<Job>> {
    LEAKWARDEN_TRY(std::optional<Job> job, due_job(database_, now, choice));
    if (!job.has_value()) return job;
    LEAKWARDEN_CHECK(database_.run(
        "UPDATE jobs SET state = 'running', attempts = ?, lease_until = ? WHERE id = ?",
        static_cast<std::int64_t>(job->attempts), stamp(now + lease), job->id));
    LEAKWARDEN_CHECK(fill(database_, *job));
    return job;
  });
}

Status SqliteStore::extend_lease(const Job& job, WallTime now, std::chrono::milliseconds lease) {
  return write([&]() -> Status {
    // The number of attempts tells our claim from a later one.
    LEAKWARDEN_TRY(
        std::int64_t changed,
        database_.run("UPDATE jobs SET lease_until = ?"
                      " WHERE id = ? AND attempts = ? AND state = 'running'",
                      stamp(now + lease), job.id, static_cast<std::int64_t>(job.attempts)));
    if (changed == 1) return done();
    return Error::not_found("extend lease", "job " + std::to_string(job.id),
                            "it was recorded or taken over");
  });
}

Status SqliteStore::release_job(JobId job, const std::string& error, WallTime due) {
  return write([&]() -> Status {
    LEAKWARDEN_CHECK(
        database_.run("UPDATE jobs SET state = 'waiting', lease_until = NULL, due = ? WHERE id = ?",
                      stamp(due), job));
    LEAKWARDEN_CHECK(
        database_.run("UPDATE repositories SET scan_problem = ?"
                      " WHERE id = (SELECT repository FROM jobs WHERE id = ?)",
                      error, job));
    return done();
  });
}

Status SqliteStore::blame_objects(RepositoryId repository, const std::vector<ObjectId>& objects) {
  return write([&]() -> Status {
    for (const ObjectId& object : objects) {
      LEAKWARDEN_CHECK(
          database_.run("INSERT INTO deaths (repository, object, count)"
                        " VALUES (?, ?, 1)"
                        " ON CONFLICT DO UPDATE SET count = count + 1",
                        repository, Blob{object.bytes()}));
    }
    return done();
  });
}

Result<std::size_t> SqliteStore::open_jobs() {
  return read([&]() -> Result<std::size_t> {
    LEAKWARDEN_TRY(std::optional<std::int64_t> count,
                   database_.number("SELECT count(*) FROM jobs"));
    return static_cast<std::size_t>(count.value_or(0));
  });
}

Result<std::optional<WallTime>> SqliteStore::oldest_job() {
  return read([&]() -> Result<std::optional<WallTime>> {
    LEAKWARDEN_TRY(std::optional<std::int64_t> created,
                   database_.number("SELECT min(created) FROM jobs"));
    if (!created.has_value()) return std::optional<WallTime>();
    return std::optional<WallTime>(from_stamp(*created));
  });
}

}  // namespace leakwarden::service
