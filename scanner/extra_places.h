#pragma once

// Ref names and reflogs: text of a repository that is in no object and in no file of its own. The
// files beside the objects are git_folder_texts.h's, names in the index staged_names.h's.

#include <vector>

#include "scanner/git/repository.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// Names of refs (finding: the ref), as a push brings them.
void scan_names_of(ScanJob& job, const std::vector<Ref>& refs);

// Ref names and reflogs.
void scan_extra_texts(Repository& repository, ScanJob& job);

}  // namespace leakwarden::scanner
