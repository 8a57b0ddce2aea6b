#pragma once

// The repository a developer's hook runs in.

#include <memory>

#include "scanner/hooks/message.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

// As git tells its hook (GIT_DIR, objects folders of the environment); by hand, the one the current
// folder is in. NotFound: none.
Result<std::shared_ptr<Repository>> open_work_repository(const ScanOptions& options);

// The same, for hooks about commits: Invalid when it is bare.
Result<std::shared_ptr<Repository>> open_commit_repository(const ScanOptions& options);

// What a hook answers when there is no repository to look at: 2 when it was called wrongly, else as
// for anything that could not be scanned. `what`: "the commit".
int say_no_repository(HookMessage& message, const Error& error, const std::string& what);

}  // namespace leakwarden::scanner
