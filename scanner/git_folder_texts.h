#pragma once

// What git and its helpers keep as files beside the objects: configuration, hooks, messages typed
// and never committed, states of rebases and merges, remembered conflicts, and whatever a tool has
// put there. All of it is read as text and none of it obeyed.
//
// The folder is walked instead of a list of names, so that a file nobody thought of is read too.
// Left out is what other passes read (objects, refs, reflogs, indexes, LFS content that a pointer
// names) and repositories of their own below modules/, which are a note.

#include <vector>

#include "scanner/git/repository.h"
#include "scanner/missing_objects.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// Findings are of kind config, their path is relative to the common git folder; those in names of
// files and folders are of kind path. `refs`: by name, as Repository::refs() gives them. FIFOs and
// devices, and files beyond kMostGitFolderFiles, are gaps; a socket (fsmonitor's) holds no text.
void scan_git_folder(Repository& repository, ScanJob& job, const std::vector<Ref>& refs,
                     const LfsPointers& lfs);

// Answers: a million files where git keeps fifty.
inline constexpr std::size_t kMostGitFolderFiles = 100'000;

}  // namespace leakwarden::scanner
