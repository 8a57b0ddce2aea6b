#pragma once

// Names of files and folders as text that may hold a key.

#include <cstdint>
#include <string>

#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// Names a thread more is worth: it needs a matcher of its own.
inline constexpr std::uint64_t kNamesPerThread = 4096;

// Keeps what ends in the new name, which begins at `name_at` (see NewPath), at `place`, whose kind
// and path are set here. What stands in the folders before it is theirs: a new folder is a new path
// of its own.
void scan_new_path(ScanJob& job, unsigned worker, const std::string& path, std::size_t name_at,
                   Location place);

}  // namespace leakwarden::scanner
