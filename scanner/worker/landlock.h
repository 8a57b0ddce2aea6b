#pragma once

// Landlock by its three system calls (landlock(7)): after restrict_to_directories() this process
// and its children can open files for reading below the given directories and nothing else; on
// newer kernels they also reach no TCP port, no abstract Unix socket and no process outside.
//
// glibc 2.36 has no wrappers and Debian's kernel headers stop at ABI 2, so the structures and bits
// of the later ABIs are written down in landlock.cc.

#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

// The kernel's Landlock ABI; 0 when it has none or it is switched off.
int landlock_abi();

// Needs no_new_privs and an ABI of at least 1. Holds for the calling thread and what it starts:
// call it before the first thread.
Status restrict_to_directories(const std::vector<int>& directories, int abi);

}  // namespace leakwarden::scanner
