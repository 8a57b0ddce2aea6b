#pragma once

// Baselines and ignore files that a push brings. Whoever pushes a key could push such a file too,
// so they count only where the server's owner says so (settings.h: files_in_pushes_count), and
// never for weak values, which a file cannot name well enough.

#include "scanner/scan.h"

namespace leakwarden::scanner {

// Those at the root of each pushed commit. An error leaves the rest of the findings as they are.
Status heed_pushed_files(Repository& repository, const PushRequest& request,
                         const ScanOptions& options, Result<ScanReport>& scanned);

}  // namespace leakwarden::scanner
