#pragma once

// Which state of what was scanned, for reports that name it.

#include <vector>

#include "scanner/base/clock.h"
#include "scanner/cli/target.h"
#include "scanner/report/report.h"

namespace leakwarden::scanner {

// Version and times; of a single target also its folder, and of a single repository its address,
// HEAD and branch, as far as they can be read. Never an error: a report is written without them
// too.
ScanRun scan_run_of(const std::vector<Target>& targets, WallTime start, WallTime finish);

// What a remote's address says without user and password, with nothing in it that is no URI; an
// scp-like one as ssh://. Empty when it is a path.
std::string public_address(const std::string& url);

}  // namespace leakwarden::scanner
