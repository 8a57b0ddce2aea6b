#pragma once

// The tables, as numbered steps that only go forward. Step n takes a file from version n − 1 to n
// (PRAGMA user_version) in one transaction, so that a crash leaves the version before or the one
// after. A step that has been released is never edited; the next idea is a new step.

#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "service/store/statement.h"

namespace leakwarden::service {

// migrations()[n] is step n + 1.
const std::vector<std::string>& migrations();

Result<int> schema_version(Database& database);
// Up to the newest. Refused: the file is newer than this program.
Status migrate(Database& database, const std::string& path);

}  // namespace leakwarden::service
