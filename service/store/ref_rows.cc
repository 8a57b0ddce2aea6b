#include "service/store/ref_rows.h"

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace leakwarden::service {
namespace {

constexpr std::int64_t kMaxSuperseded = 10'000;

struct Row {
  std::string observed;  // "" is NULL
  std::string scanned;
  std::string baseline;
  bool is_named = false;  // by the observation at hand
};
using Rows = std::map<std::string, Row>;  // by ref name

Result<Rows> read_rows(Database& database, RepositoryId repository) {
  Rows rows;
  Statement statement = database.prepare(
      "SELECT name, observed, scanned, baseline FROM refs WHERE repository = ?", repository);
  while (true) {
    LEAKWARDEN_TRY(bool row, statement.step());
    if (!row) return rows;
    rows[statement.text(0)] = Row{statement.text(1), statement.text(2), statement.text(3), false};
  }
}

// `old` was a tip and is none any more. What it brought was pushed all the same.
Status supersede(Database& database, RepositoryId repository, const std::string& name,
                 const Row& row) {
  const std::string& old = row.observed;
  bool will_be_known = old.empty() || old == row.scanned || old == row.baseline;
  if (will_be_known) return done();
  LEAKWARDEN_TRY(
      std::optional<std::int64_t> count,
      database.number("SELECT count(*) FROM superseded WHERE repository = ?", repository));
  if (count.value_or(0) >= kMaxSuperseded) {
    LEAKWARDEN_CHECK(database.run(
        "UPDATE repositories SET scan_problem = 'refs move faster than they are scanned: more than"
        " 10,000 tips moved on unscanned; some pushes were not looked at' WHERE id = ?",
        repository));
    return done();
  }
  LEAKWARDEN_CHECK(
      database.run("INSERT INTO superseded (repository, object, name)"
                   " VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                   repository, Blob{old}, Blob{name}));
  return done();
}

Status observe_one(Database& database, RepositoryId repository, const scanner::Ref& ref,
                   Rows& rows) {
  Row& row = rows[ref.name];
  row.is_named = true;
  if (row.observed == ref.id.bytes()) return done();
  LEAKWARDEN_CHECK(supersede(database, repository, ref.name, row));
  LEAKWARDEN_CHECK(
      database.run("INSERT INTO refs (repository, name, observed) VALUES (?, ?, ?)"
                   " ON CONFLICT DO UPDATE SET observed = excluded.observed",
                   repository, Blob{ref.name}, Blob{ref.id.bytes()}));
  return done();
}

// A ref that is gone stays as a row without `observed` until the next job is recorded: its scanned
// id is a known tip, so that renaming a branch brings nothing new to scan.
Status forget_gone(Database& database, RepositoryId repository, const Rows& rows) {
  for (const std::pair<const std::string, Row>& entry : rows) {
    if (entry.second.is_named || entry.second.observed.empty()) continue;
    LEAKWARDEN_CHECK(supersede(database, repository, entry.first, entry.second));
    LEAKWARDEN_CHECK(
        database.run("UPDATE refs SET observed = NULL WHERE repository = ? AND name = ?",
                     repository, Blob{entry.first}));
  }
  return done();
}

Result<bool> has_something_to_scan(Database& database, RepositoryId repository) {
  LEAKWARDEN_TRY(
      std::optional<std::int64_t> due,
      database.number("SELECT EXISTS (SELECT 1 FROM refs WHERE repository = ?1"
                      "               AND observed IS NOT NULL AND observed IS NOT scanned)"
                      "    OR EXISTS (SELECT 1 FROM superseded WHERE repository = ?1)",
                      repository));
  return due.value_or(0) != 0;
}

std::vector<scanner::Ref> with_id(std::vector<scanner::Ref> refs, std::string name,
                                  const std::string& bytes) {
  std::optional<ObjectId> id = ObjectId::from_bytes(bytes);
  if (id.has_value()) refs.push_back({std::move(name), *id});
  return refs;
}

Status forget_superseded(Database& database, const Job& job) {
  std::set<std::string_view> scanned;
  for (const scanner::Ref& ref : job.superseded) scanned.insert(ref.id.bytes());
  for (const scanner::Ref& ref : job.target) scanned.insert(ref.id.bytes());
  LEAKWARDEN_TRY(std::vector<scanner::Ref> kept, read_superseded(database, job.repository.id));
  for (const scanner::Ref& ref : kept) {
    if (scanned.count(ref.id.bytes()) == 0) continue;
    LEAKWARDEN_CHECK(
        database.run("DELETE FROM superseded WHERE repository = ? AND object = ? AND name = ?",
                     job.repository.id, Blob{ref.id.bytes()}, Blob{ref.name}));
  }
  return done();
}

}  // namespace

Status write_observed(Database& database, RepositoryId repository,
                      const std::vector<scanner::Ref>& refs) {
  LEAKWARDEN_TRY(Rows rows, read_rows(database, repository));
  for (const scanner::Ref& ref : refs) {
    LEAKWARDEN_CHECK(observe_one(database, repository, ref, rows));
  }
  return forget_gone(database, repository, rows);
}

Result<std::optional<JobId>> ensure_job(Database& database, RepositoryId repository, WallTime now) {
  LEAKWARDEN_TRY(std::optional<std::int64_t> job,
                 database.number("SELECT id FROM jobs WHERE repository = ?", repository));
  if (job.has_value()) return job;
  LEAKWARDEN_TRY(std::optional<std::int64_t> baseline,
                 database.number("SELECT is_baseline AND baselined_at IS NULL FROM repositories"
                                 " WHERE id = ?",
                                 repository));
  LEAKWARDEN_TRY(bool due, has_something_to_scan(database, repository));
  if (baseline.value_or(0) == 0 && !due) return std::optional<JobId>();
  JobKind kind = baseline.value_or(0) != 0 ? JobKind::Baseline : JobKind::Push;
  LEAKWARDEN_CHECK(
      database.run("INSERT INTO jobs (repository, kind, due, created) VALUES (?, ?, ?, ?)",
                   repository, job_kind_name(kind), stamp(now), stamp(now)));
  return std::optional<JobId>(database.last_row());
}

Result<std::vector<scanner::Ref>> read_refs(Database& database, RepositoryId repository,
                                            RefColumn column) {
  const char* sql =
      column == RefColumn::Observed
          ? "SELECT name, observed FROM refs WHERE repository = ? AND observed IS NOT NULL"
      : column == RefColumn::Scanned
          ? "SELECT name, scanned FROM refs WHERE repository = ? AND scanned IS NOT NULL"
          : "SELECT name, baseline FROM refs WHERE repository = ? AND baseline IS NOT NULL";
  std::vector<scanner::Ref> refs;
  Statement rows = database.prepare(sql, repository);
  while (true) {
    LEAKWARDEN_TRY(bool row, rows.step());
    if (!row) return refs;
    refs = with_id(std::move(refs), rows.text(0), rows.text(1));
  }
}

Result<std::vector<scanner::Ref>> read_superseded(Database& database, RepositoryId repository) {
  std::vector<scanner::Ref> refs;
  Statement rows =
      database.prepare("SELECT name, object FROM superseded WHERE repository = ?", repository);
  while (true) {
    LEAKWARDEN_TRY(bool row, rows.step());
    if (!row) return refs;
    refs = with_id(std::move(refs), rows.text(0), rows.text(1));
  }
}

Status move_cursor(Database& database, const Job& job) {
  LEAKWARDEN_TRY(Rows rows, read_rows(database, job.repository.id));
  for (const scanner::Ref& ref : job.target) {
    Rows::const_iterator row = rows.find(ref.name);
    if (row != rows.end() && row->second.scanned == ref.id.bytes()) continue;
    LEAKWARDEN_CHECK(
        database.run("INSERT INTO refs (repository, name, scanned) VALUES (?, ?, ?)"
                     " ON CONFLICT DO UPDATE SET scanned = excluded.scanned",
                     job.repository.id, Blob{ref.name}, Blob{ref.id.bytes()}));
  }
  if (job.kind == JobKind::Baseline) {
    LEAKWARDEN_CHECK(database.run(
        "UPDATE refs SET baseline = NULL WHERE repository = ? AND baseline IS NOT NULL",
        job.repository.id));
  } else {
    LEAKWARDEN_CHECK(
        database.run("DELETE FROM refs WHERE repository = ? AND observed IS NULL"
                     " AND baseline IS NULL",
                     job.repository.id));
  }
  return forget_superseded(database, job);
}

Result<RepositoryRecord> read_repository(Database& database, RepositoryId repository) {
  Statement row = database.prepare(
      "SELECT name, path, baselined_at IS NOT NULL, watch_problem, scan_problem"
      " FROM repositories WHERE id = ?",
      repository);
  LEAKWARDEN_TRY(bool found, row.step());
  if (!found) return Error::not_found("find repository", std::to_string(repository));
  RepositoryRecord record;
  record.id = repository;
  record.name = row.text(0);
  record.path = row.text(1);
  record.baselined = row.integer(2) != 0;
  std::string watching = row.text(3);
  std::string scanning = row.text(4);
  bool both = !watching.empty() && !scanning.empty();
  record.problem = watching + (both ? "; " : "") + scanning;
  return record;
}

}  // namespace leakwarden::service
