// Watching: what a repository's refs are, and what of that is new.
//
// The observation is compared with the row of each ref, and only rows that differ are written:
//
//   observed ≠ what we are told        → the row takes the new id; an id that moved on before it
//   was
//                                        scanned goes to `superseded`
//   observed and scanned differ after  → a job is due
//   gone, and never scanned            → the row goes; gone and scanned: it goes too, a deletion
//                                        brings nothing to scan

#include "service/store/ref_rows.h"
#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {
namespace {

struct Watched {
  RepositoryId id = 0;
  bool first_sight = false;
};

Result<Watched> repository_row(Database& database, const std::string& name, const std::string& path,
                               WallTime now) {
  LEAKWARDEN_CHECK(
      database.run("INSERT INTO repositories (name, path, first_seen) VALUES (?, ?, ?)"
                   " ON CONFLICT (shard, path) DO UPDATE SET name = excluded.name"
                   " WHERE name <> excluded.name",
                   name, path, stamp(now)));
  Statement row = database.prepare(
      "SELECT id, observed_at IS NULL FROM repositories WHERE shard = 0 AND path = ?", path);
  LEAKWARDEN_TRY(bool found, row.step());
  if (!found) return Error::corrupt("find repository", path, "its row is gone");
  return Watched{row.integer(0), row.integer(1) != 0};
}

Status begin_watching(Database& database, const Watched& watched, bool is_baseline) {
  LEAKWARDEN_CHECK(database.run("UPDATE repositories SET is_baseline = ? WHERE id = ?",
                                is_baseline ? std::int64_t{1} : std::int64_t{0}, watched.id));
  if (is_baseline) {
    LEAKWARDEN_CHECK(
        database.run("UPDATE refs SET baseline = observed WHERE repository = ?", watched.id));
  }
  return done();
}

}  // namespace

Result<std::optional<JobId>> SqliteStore::observe_refs(const std::string& name,
                                                       const std::string& path,
                                                       const std::vector<scanner::Ref>& refs,
                                                       bool is_baseline, WallTime now) {
  return write([&]() -> Result<std::optional<JobId>> {
    LEAKWARDEN_TRY(Watched watched, repository_row(database_, name, path, now));
    LEAKWARDEN_CHECK(write_observed(database_, watched.id, refs));
    if (watched.first_sight) {
      LEAKWARDEN_CHECK(begin_watching(database_, watched, is_baseline));
    }
    LEAKWARDEN_CHECK(
        database_.run("UPDATE repositories SET observed_at = ?, watch_problem = ''"
                      " WHERE id = ? AND (observed_at IS NULL OR watch_problem <> '')",
                      stamp(now), watched.id));
    return ensure_job(database_, watched.id, now);
  });
}

Status SqliteStore::record_problem(const std::string& name, const std::string& path,
                                   const std::string& problem, WallTime now) {
  return write([&]() -> Status {
    LEAKWARDEN_TRY(Watched watched, repository_row(database_, name, path, now));
    LEAKWARDEN_CHECK(
        database_.run("UPDATE repositories SET watch_problem = ?"
                      " WHERE id = ? AND watch_problem <> ?",
                      problem, watched.id, problem));
    return done();
  });
}

Result<bool> SqliteStore::folder_is_known(const std::string& folder) {
  return read([&]() -> Result<bool> {
    LEAKWARDEN_TRY(
        std::optional<std::int64_t> known,
        database_.number("SELECT known_at FROM folders WHERE shard = 0 AND path = ?", folder));
    return known.has_value();
  });
}

Status SqliteStore::mark_folder_known(const std::string& folder, WallTime now) {
  return write([&]() -> Status {
    LEAKWARDEN_CHECK(
        database_.run("INSERT INTO folders (path, known_at) VALUES (?, ?)"
                      " ON CONFLICT DO NOTHING",
                      folder, stamp(now)));
    return done();
  });
}

Result<std::vector<RepositoryRecord>> SqliteStore::list_repositories() {
  return read([&]() -> Result<std::vector<RepositoryRecord>> {
    std::vector<RepositoryRecord> repositories;
    Statement rows = database_.prepare("SELECT id FROM repositories ORDER BY name, path");
    while (true) {
      LEAKWARDEN_TRY(bool row, rows.step());
      if (!row) return repositories;
      LEAKWARDEN_TRY(RepositoryRecord repository, read_repository(database_, rows.integer(0)));
      repositories.push_back(std::move(repository));
    }
  });
}

}  // namespace leakwarden::service
