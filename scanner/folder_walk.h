#pragma once

// Every file below a folder, in the order of names, without recursion, symlinks not followed.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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

// The same of many files, most of which stand in the folder of the one before: folders on the way
// to it stay open, at most kMostOpen of them.
//
//   open("src/net/a.cc")   opens src, net, a.cc
//   open("src/net/b.cc")   opens b.cc
//   open("src/log/c.cc")   opens log, c.cc
//
// Thread rules: one per thread; `root` must outlive it.
class FilesBeneath {
 public:
  static constexpr std::size_t kMostOpen = 32;

  explicit FilesBeneath(int root) : root_(root) {}
  Result<Descriptor> open(const std::string& path);

 private:
  struct OpenFolder {
    std::size_t end = 0;  // of its path, in path_
    Descriptor descriptor;
  };
  // Closes those that do not lead to `path`. The begin of what is left of it.
  std::size_t keep_on_the_way(std::string_view path);

  int root_;
  std::string path_;  // of the deepest open folder
  std::vector<OpenFolder> folders_;
};

}  // namespace leakwarden::scanner
