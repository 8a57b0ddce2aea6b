#pragma once

// A push as a server's hooks get it: the repository with what was pushed, and which commits were
// known before.

#include <memory>
#include <vector>

#include "scanner/scan.h"

namespace leakwarden::scanner {

// As git tells its hook: GIT_DIR, and before a push is taken the quarantine that holds it.
Result<std::shared_ptr<Repository>> open_server_repository(const ScanOptions& options);

bool only_deletes(const std::vector<PushUpdate>& updates);

// Before the refs move (pre-receive), and after (post-receive).
Result<PushRequest> request_before(Repository& repository, std::vector<PushUpdate> updates);
Result<PushRequest> request_after(Repository& repository, std::vector<PushUpdate> updates);

}  // namespace leakwarden::scanner
