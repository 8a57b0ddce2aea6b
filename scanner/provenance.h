#pragma once

// Where findings in a whole history come from: path, introducing commit, author, date, refs, and
// whether they still stand at a tip.
//
// Computed only for objects that hold findings, from what the scan noted of trees and commits:
//   1. TreeLeads: the trees that lead to them.
//   2. Commits, parents first: each walks its tree through leads not walked before. The first
//   commit
//      that reaches a blob introduced it, at the first path in byte order.
//   3. Refs, most useful first: each walks its tip's tree. What it reaches still stands there.
//   4. Marks, 64 commits at a time: which refs reach the commit that introduced it.
//
// Last, findings of one value at one path (versions of a file) become one: the place of the version
// that still stands, with the commit that brought the value in.

#include <vector>

#include "scanner/commit_graph.h"
#include "scanner/git/repository.h"
#include "scanner/scan_job.h"
#include "scanner/tree_leads.h"

namespace leakwarden::scanner {

// What the scan has noted on its way.
struct ScannedOrigins {
  CommitGraph commits;  // all, not sorted
  TreeLogs trees;
};

// Completes the locations of `findings` (kinds blob, path, commit-message, author, tag-message …).
// Errors only where the database as a whole cannot be read.
Result<std::vector<Finding>> with_provenance(Repository& repository, ScanJob& job,
                                             const std::vector<Ref>& refs, ScannedOrigins origins,
                                             std::vector<Finding> findings);

}  // namespace leakwarden::scanner
