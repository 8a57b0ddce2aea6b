#pragma once

// The rows of `refs`: what was observed, what was scanned, and the job that follows from the
// difference. Internal to the SQLite store; call inside a write transaction.

#include <optional>
#include <vector>

#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {

// Every ref as it is now. An observed id that moves on before it was scanned is kept as superseded
// (at most 10,000 a repository; beyond that the repository's problem says so).
Status write_observed(Database& database, RepositoryId repository,
                      const std::vector<scanner::Ref>& refs);
// The waiting or running job of a repository; made when there is something to scan.
Result<std::optional<JobId>> ensure_job(Database& database, RepositoryId repository, WallTime now);

enum class RefColumn { Observed, Scanned, Baseline };
Result<std::vector<scanner::Ref>> read_refs(Database& database, RepositoryId repository,
                                            RefColumn column);
Result<std::vector<scanner::Ref>> read_superseded(Database& database, RepositoryId repository);

// What a job's scan covered becomes the cursor.
Status move_cursor(Database& database, const Job& job);

// Without its cursor.
Result<RepositoryRecord> read_repository(Database& database, RepositoryId repository);

}  // namespace leakwarden::service
