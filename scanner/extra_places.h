#pragma once

// The text of a repository that is in no object: ref names, reflogs, configuration; and the index,
// which names objects that no commit does.

#include <vector>

#include "scanner/git/repository.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// Names of refs (finding: the ref), as a push brings them.
void scan_names_of(ScanJob& job, const std::vector<Ref>& refs);

// Ref names, reflogs and configuration as text, never honoured.
void scan_extra_texts(Repository& repository, ScanJob& job);

// Findings in blobs of no commit that are staged get the index's path and kind.
void name_staged_blobs(Repository& repository, std::vector<Finding>& findings);

}  // namespace leakwarden::scanner
