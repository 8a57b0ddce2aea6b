#pragma once

// What is staged, as git tells it: for indexes that our reader leaves to git (split, sparse).

#include <string>

#include "scanner/git/index.h"

namespace leakwarden::scanner {

Result<StagedChanges> staged_by_git(Repository& repository, const std::string& index_file);

// `git diff-index --raw -z`: ":100644 100755 <old id> <new id> M NUL path NUL …". Corrupt.
Result<std::vector<IndexEntry>> parse_raw_diff(std::string_view text);

}  // namespace leakwarden::scanner
