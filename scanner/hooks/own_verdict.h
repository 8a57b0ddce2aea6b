#pragma once

// What a developer's own hook decides: judge_hook() after the files of the work tree had their say.

#include <string>

#include "scanner/hooks/message.h"
#include "scanner/hooks/verdict.h"

namespace leakwarden::scanner {

struct OwnVerdict {
  Verdict verdict;
  std::string problem;  // why the files that speak for findings could not be heeded; safe to print
  std::string
      unasked;  // why the daemon's decisions do not count, though it is there; safe to print
};

// Of at least LEAKWARDEN_CONFIDENCE, without what LEAKWARDEN_ALLOW names, what baselines and ignore
// files in `root` speak for (suppression_files.h), and what was decided on the server
// (decisions_client.h). They are looked for, and it is asked, only when something was found.
OwnVerdict judge_own(Result<ScanReport> scanned, const std::string& root,
                     const ScanOptions& options);

// The root of the work tree; "." where git names its git folder only (it runs hooks at the root).
std::string root_of_work(const Repository& repository);

// What was suppressed, not scanned, or wrong with a file; then the hook's exit code.
int say_rest(HookMessage& message, const OwnVerdict& own, const std::string& what);

}  // namespace leakwarden::scanner
