#pragma once

// Files on disk to scan, one after the other, and how.

#include <string>
#include <vector>

#include "scanner/folder_walk.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

struct FileToScan {
  std::string path;  // below the root
  std::string name;  // as findings call it
};

// Scans regular files below `root` (a directory descriptor) on all workers. Files that vanished in
// the meantime are passed over; unreadable ones are gaps.
void scan_file_list(ScanJob& job, int root, const std::vector<FileToScan>& files, PlaceKind kind);

// One of them, opened by the worker's own `files`.
void scan_one_file(ScanJob& job, unsigned worker, FilesBeneath& files, const FileToScan& file,
                   PlaceKind kind);

// A symlink's target is text that somebody wrote. False when it could not be read.
bool scan_symlink(ScanJob& job, int root, const FileToScan& link, PlaceKind kind);

}  // namespace leakwarden::scanner
