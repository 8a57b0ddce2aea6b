#pragma once

// Every file below a folder, in the order of names, without recursion, symlinks not followed.

#include <string>

#include "scanner/base/limits.h"
#include "scanner/base/result.h"
#include "scanner/git/folder.h"

namespace leakwarden::scanner {

enum class Visit { Take, Skip };

class FolderVisitor {
 public:
  virtual ~FolderVisitor() = default;
  // Each entry; folders are entered when taken. `path` is relative to the walk's root.
  virtual Visit see(const std::string& path, FolderEntryKind kind) = 0;
  // Before the entries of a folder are seen; "" is the root.
  virtual void enter(const std::string& folder) = 0;
  virtual void unreadable(const std::string& path, const Error& error) = 0;
};

// Folders nested deeper than Limits::max_folder_depth are reported as unreadable.
void walk_folder(int root, const Limits& limits, FolderVisitor& visitor);

// `path` below `root`, no part of which may be "..", empty or a symlink: names that come from a
// repository must not lead out of it.
Result<Descriptor> open_file_beneath(int root, const std::string& path);

}  // namespace leakwarden::scanner
