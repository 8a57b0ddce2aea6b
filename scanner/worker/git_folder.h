#pragma once

// What a watcher needs to know of a folder without reading its objects: is it a repository, and has
// anything about its refs changed since last time?

#include <functional>
#include <string>
#include <vector>

#include "scanner/base/clock.h"
#include "scanner/base/file.h"
#include "scanner/base/result.h"

namespace leakwarden::scanner {

// `path` below `root`, each part opened without following a symbolic link; "" is `root` itself.
Result<Descriptor> open_below(int root, const std::string& path);

// HEAD, objects and refs are there: a bare repository or the .git of a work tree.
bool is_git_folder(int folder);

// Names the state of everything refs can hang on (HEAD, packed-refs, every folder and file below
// refs): equal keys mean that nothing was written, unless `fresh`.
struct RefsKey {
  std::string digest;
  // Written so lately that a further write may leave the same times: do not trust equality.
  bool fresh = false;
};

// Calls `on_folder` with each folder below refs (and refs itself) *before* it is listed, so that a
// watch that is set there misses nothing. Bounded by Limits: too many entries make a fresh key.
RefsKey refs_key(int git_folder, WallTime now,
                 const std::function<void(const std::string& path, int folder)>& on_folder);

}  // namespace leakwarden::scanner
