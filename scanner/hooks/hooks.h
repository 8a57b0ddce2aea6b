#pragma once

// The hooks git runs, and installing them beside what is already there.
//
//   run_pre_commit   index content against HEAD; own readers, libgit2 never initialised
//   run_pre_receive  all pushed refs from standard input, quarantined objects included
//
// Both print to standard error (git relays it as `remote:` lines) and return the hook's exit code:
// 0 pass, 1 refused, 2 wrong usage or configuration. Policy (shared/design/reliability.md §6): a
// secret found → refuse; content that cannot be scanned because of what was pushed (a storm, a
// bomb) → refuse; a failure of ours → pass and say so loudly, or refuse when
// LEAKWARDEN_FAIL_CLOSED=1. LEAKWARDEN_ALLOW=<fingerprint prefix, …> lets named values through once
// (pre-commit; in pre-receive only as a push option leakwarden.allow=<fingerprint>;reason=<text>
// where the server permits it with LEAKWARDEN_ALLOW_PUSH_OPTION=1). Comments such as
// leakwarden:allow count in pre-commit; in pre-receive only with LEAKWARDEN_HONOUR_MARKERS=1. So do
// the baseline and ignore files of the work tree; those that a push brings only with
// LEAKWARDEN_HONOUR_FILES=1, and for weak values never.

#include <iosfwd>
#include <string>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

int run_pre_commit(const ScanOptions& options, std::ostream& message);
int run_pre_receive(std::istream& updates, const ScanOptions& options, std::ostream& message);

enum class HookKind { PreCommit, PreReceive };
std::string hook_name(HookKind kind);

enum class HookState { Absent, Installed, Chained, Foreign, Shadowed };
struct HookStatus {
  HookKind kind;
  HookState state = HookState::Absent;
  std::string path;     // the file git would run
  std::string chained;  // the earlier hook that ours calls first
  std::string detail;   // for people
};

// An existing hook is kept as <name>.before-leakwarden and called first; uninstall puts it back.
Result<HookStatus> install_hook(Repository& repository, HookKind kind, const std::string& program);
Result<HookStatus> uninstall_hook(Repository& repository, HookKind kind);
Result<std::vector<HookStatus>> hook_status(Repository& repository);

}  // namespace leakwarden::scanner
