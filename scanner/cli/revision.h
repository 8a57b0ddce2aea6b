#pragma once

// "main", "v1.4", "HEAD~3", "9c1f2ab": names of commits as people write them.

#include <string>

#include "scanner/scan.h"

namespace leakwarden::scanner {

// Refs and whole ids by ourselves, everything else by asking git. NotFound, Invalid.
Result<ObjectId> resolve_revision(Repository& repository, const std::string& text);

// "A..B": what B has and A has not; "A.." ends at HEAD, "..B" begins at the beginning. Invalid.
Result<PushRequest> request_of_range(Repository& repository, const std::string& range);

}  // namespace leakwarden::scanner
