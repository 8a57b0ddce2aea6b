#pragma once

// From a job to what a worker is asked. Pure.
//
//   cursor  main=1 old=2          what was scanned
//   target  main=3      new=4     what is there now
//   → updates main 1→3, new 0→4; known tips 1, 2; "old" was deleted and introduces nothing

#include <cstdint>
#include <optional>

#include "scanner/worker/protocol.h"
#include "service/store/store.h"

namespace leakwarden::service {

// Empty: there is nothing to scan (only deletions, or refs that moved back).
std::optional<scanner::Request> scan_request(const Job& job, std::int64_t now_unix_seconds,
                                             unsigned threads);

}  // namespace leakwarden::service
