#pragma once

// One row a scan: how it went and what it did not reach. The last 20 of a repository are kept,
// and up to kMostUnsettledScans that left something out and that nobody settled. Internal to the
// SQLite store.

#include <string>

#include "service/store/sqlite_store_impl.h"

namespace leakwarden::service {

Status write_scan_row(Database& database, const ScanRecord& record, WallTime now);
// Did the repository's scan before have exactly these gaps?
Result<bool> same_gaps_as_before(Database& database, const ScanRecord& record);
// "3 things were not scanned: blob 1f2e… (larger than 64 MiB), …"; one line, names at most three.
std::string gaps_in_words(const Coverage& coverage);

}  // namespace leakwarden::service
