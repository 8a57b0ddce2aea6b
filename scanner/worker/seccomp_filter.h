#pragma once

// The system calls a worker may make; everything else kills the process (SIGSYS), so that a
// captured worker cannot even try twice.
//
// Allowed: reading files and folders that are opened for reading, memory (never executable),
// threads (never processes), time, writing to descriptors 1 and 2. Answered with an error instead
// of death, because a C library tries them and copes: clone3 and openat2 (their arguments lie
// behind a pointer, which a filter cannot read), ioctl, prctl.

#include "scanner/base/result.h"
#include "scanner/worker/sandbox.h"

namespace leakwarden::scanner {

bool seccomp_available();

// For all threads of this process, for ever. Sets no_new_privs.
Status load_seccomp_filter(SandboxProfile profile);

}  // namespace leakwarden::scanner
