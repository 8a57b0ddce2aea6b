#pragma once

// The order in which things are scanned where time may end: small ones first. Whoever stages or
// pushes two gigabytes beside a small file with a key must not buy the key's way through with them.

#include <cstdint>
#include <functional>
#include <vector>

#include "scanner/scan_job.h"

namespace leakwarden::scanner {

// Numbers below `count` by size_of(number), equal ones as they stood. Sizes are asked for on the
// job's threads; one that is not known may be 0. As long as the job is not cancelled.
std::vector<std::size_t> small_first(std::size_t count, ScanJob& job,
                                     const std::function<std::uint64_t(std::size_t)>& size_of);

}  // namespace leakwarden::scanner
