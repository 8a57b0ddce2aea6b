#pragma once

// Where findings in a whole history come from: path, introducing commit, author, date, refs, and
// whether they still stand at a tip (object_origins.h).
// Computed only for objects that hold findings, from what the scan noted of trees and commits.
//
// An object that stands at tips is reported at each path where it stands (a file copied or renamed
// is where it is now), one that does not at the path it had when it was introduced. Which refs
// reach the introducing commit is marked for 64 commits at a time.
//
// Last, findings of one value at one path (versions of a file) become one: the place of the version
// that still stands, with the commit that brought the value in.

#include <vector>

#include "scanner/git/repository.h"
#include "scanner/object_origins.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// Completes the locations of `findings` (kinds blob, path, commit-message, author, tag-message …).
// Errors only where the database as a whole cannot be read.
Result<std::vector<Finding>> with_provenance(Repository& repository, ScanJob& job,
                                             const std::vector<Ref>& refs, ScannedOrigins scanned,
                                             std::vector<Finding> findings);

}  // namespace leakwarden::scanner
