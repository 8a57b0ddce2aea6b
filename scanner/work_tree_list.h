#pragma once

// Which files of a work tree are scanned: tracked ones, and untracked ones that are not ignored.
// One list for the scan and for the ledger's look whether anything has changed, so that the two
// cannot see different files.

#include <cstdint>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/limits.h"
#include "scanner/file_list.h"
#include "scanner/git/repository.h"

namespace leakwarden::scanner {

struct WorkTreeList {
  std::vector<FileToScan> files;
  std::vector<FileToScan> symlinks;
  std::vector<Gap> gaps;           // folders that cannot be read, an index that cannot
  std::uint64_t ignored = 0;       // files and folders passed over
  std::uint64_t repositories = 0;  // of their own, inside
};

// `root`: the open folder of the work tree.
WorkTreeList list_work_tree(Repository& repository, int root, const Limits& limits);

}  // namespace leakwarden::scanner
