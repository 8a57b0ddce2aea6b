#pragma once

// A push as a server's hooks get it: the repository with what was pushed, and which commits were
// known before.

#include <memory>
#include <vector>

#include "scanner/hooks/deadline.h"
#include "scanner/hooks/message.h"
#include "scanner/hooks/settings.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

// As git tells its hook: GIT_DIR, and before a push is taken the quarantine that holds it.
Result<std::shared_ptr<Repository>> open_server_repository(const ScanOptions& options);

bool only_deletes(const std::vector<PushUpdate>& updates);

// Before the refs move (pre-receive), and after (post-receive).
Result<PushRequest> request_before(Repository& repository, std::vector<PushUpdate> updates);
Result<PushRequest> request_after(Repository& repository, std::vector<PushUpdate> updates);

// As a server scans: until the deadline, which must outlive them, and heeding no comment that the
// owner does not let count.
ScanOptions server_options(const ScanOptions& given, const Deadline& deadline);

// The push scanned, with what the daemon decided and, where the owner lets them count, pushed files
// say of its findings. What of that could not be asked is told and changes nothing.
Result<ScanReport> scan_received(Repository& repository, const PushRequest& request,
                                 const ScanOptions& options, HookMessage& message);

// Of push options.
AllowedNames names_of(const std::vector<PushAllowance>& allowances);

}  // namespace leakwarden::scanner
