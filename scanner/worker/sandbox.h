#pragma once

// Locking a worker in. Order: rlimits, no_new_privs, Landlock, seccomp; there is no way back.

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

enum class SandboxProfile { Scan, Watch };  // Watch may also use inotify and wait

struct SandboxRequest {
  SandboxProfile profile = SandboxProfile::Scan;
  std::vector<int> readable_directories;  // Landlock: beneath these, reading only
  std::uint64_t address_space_bytes = 0;  // 512 MiB + the packs
  std::uint64_t cpu_seconds = 0;          // by bytes to scan; 0 is none (a watcher)
};

struct SandboxState {
  bool landlock = false;  // false: the kernel has none
  int landlock_abi = 0;
  bool seccomp = false;
};

Result<SandboxState> enter_sandbox(const SandboxRequest& request);

// What this kernel offers, without entering; for doctor.
SandboxState sandbox_support();

}  // namespace leakwarden::scanner
