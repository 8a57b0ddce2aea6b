#pragma once

// Which state of what was scanned, for reports that name it.

#include <vector>

#include "scanner/base/clock.h"
#include "scanner/cli/target.h"
#include "scanner/report/report.h"

namespace leakwarden::scanner {

// Version and times; of each repository its folder, address, HEAD and branch, as far as they can be
// read; of all that is none one state without a name. Never an error: a report is written without
// them too.
ScanRun scan_run_of(const std::vector<Target>& targets, WallTime start, WallTime finish);

}  // namespace leakwarden::scanner
