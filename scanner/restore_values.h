#pragma once

// The values of recorded findings, read again from where they stand: the ledger keeps none.
//
// Each value is looked for in one of its places: that object, text or file is scanned once more, as
// the first time, and what is found there with the same rule, fingerprint, line and column is the
// value. A value that is not there any more makes the whole record stale.

#include <vector>

#include "scanner/git/repository.h"
#include "scanner/ledger/stored_finding.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

// Completes the findings (secret, written, name and advice of the rule), which keep their order.
// False: at least one value was not found, or two different ones were; then nothing may be believed
// of these findings. Uses `options.jobs` threads.
bool restore_values(Repository& repository, const ScanOptions& options,
                    std::vector<StoredFinding>& findings);

}  // namespace leakwarden::scanner
