#pragma once

// What is staged, as git tells it: for indexes that our reader leaves to git (split, sparse).

#include <string>

#include "scanner/git/index.h"

namespace leakwarden::scanner {

Result<StagedChanges> staged_by_git(Repository& repository, const std::string& index_file);

// `git diff-index --raw -z`: ":100644 100755 <old id> <new id> M NUL path NUL …". New paths are
// those of added entries and of all folders they are in: which folders are new, git does not tell.
// Corrupt.
Result<StagedChanges> parse_raw_diff(std::string_view text);

}  // namespace leakwarden::scanner
