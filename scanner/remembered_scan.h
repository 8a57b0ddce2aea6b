#pragma once

// A scan of a repository that looks into the ledger first (ledger/ledger.h): where nothing has
// changed, the last report once more; else a scan that passes over the packs it knows
// (known_packs.h).
//
//   remembered_scan(repository, scan, options, ledger) == scan.run(repository, options)
//
// byte for byte, as the tests say, but for the time it takes.
//
// A report is recorded when all of it can be said again: the scan ended, every file was old enough
// for its times to prove that it did not change, nothing changed meanwhile, and every gap is one
// that the same repository has each time (damage, limits, objects that are not there; not a failing
// disk). It is believed until the first of its findings expires.
//
// Not remembered at all: scans that a caller watches candidate by candidate (on_dropped), and those
// of a worker (on_object, poisoned), which has no cache to write.

#include <functional>
#include <memory>
#include <string>

#include "scanner/ledger/ledger.h"
#include "scanner/repository_state.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

struct RepositoryScan {
  std::string
      name;  // "history", "repository": scans that read different things have different names
  WithWorkTree with_work_tree = WithWorkTree::No;
  VerifyObjects verify_objects = VerifyObjects::No;
  // Nobody asks for findings of less: of a report that is repeated they may be missing, so that
  // their values need not be read.
  Confidence least_confidence = Confidence::Low;
  std::function<Result<ScanReport>(Repository&, const ScanOptions&)> run;
};

Result<ScanReport> remembered_scan(Repository& repository, const RepositoryScan& scan,
                                   const ScanOptions& options,
                                   const std::shared_ptr<const Ledger>& ledger);

}  // namespace leakwarden::scanner
