#pragma once

// Names in a folder, read without following symlinks and sorted by bytes.

#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/base/result.h"

namespace leakwarden::scanner {

enum class FolderEntryKind { Folder, File, Symlink, Other };

struct FolderEntry {
  std::string name;  // raw bytes; never "." or ".."
  FolderEntryKind kind = FolderEntryKind::Other;
};

// A folder below `directory`; where the last part of `path` is a symlink it is Refused.
Result<Descriptor> open_child_folder(int directory, const std::string& path);

// `path` below `directory`. NotFound, Refused (not a folder), TooLarge (over `max_entries`), Io.
Result<std::vector<FolderEntry>> list_folder(int directory, const std::string& path,
                                             std::size_t max_entries = 10'000'000);

}  // namespace leakwarden::scanner
