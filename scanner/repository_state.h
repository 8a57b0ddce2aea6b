#pragma once

// Whether a repository is as it was: one digest over all that a scan of it can read.
//
//   git folder    every file and link below it, but for objects/: refs, logs, configuration, index,
//                 hooks, LFS content, linked worktrees; by what the file system says of them
//   objects       every pack, index and loose object, alternates' too, likewise
//   work tree     the files, links and gaps of list_work_tree(), where it is scanned too
//
// So a scan may begin to read more of the git folder, and this need not know.

#include <string>

#include "scanner/git/repository.h"

namespace leakwarden::scanner {

enum class WithWorkTree { No, Yes };

struct RepositoryState {
  std::string digest;    // equal digests, equal content …
  bool settled = false;  // … as far as every file is old enough for its times to prove it
};

RepositoryState state_of(Repository& repository, WithWorkTree with_work_tree);

}  // namespace leakwarden::scanner
