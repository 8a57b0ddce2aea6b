#pragma once

// From what stands in new blobs and paths to what a push introduces: findings whose value stood in
// a parent's version are not new and leave the list.

#include <vector>

#include "scanner/git/changes.h"
#include "scanner/pushed_blobs.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// `commits`: as given to PushedBlobs::collect(). Each finding that stays gets the commit that
// introduces its value, with author and date. How many left is a note.
std::vector<Finding> introduced_by_push(Repository& repository, ScanJob& job,
                                        const std::vector<CommitInfo>& commits,
                                        const PushedBlobs& blobs, std::vector<Finding> findings);

}  // namespace leakwarden::scanner
