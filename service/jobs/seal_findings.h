#pragma once

// From what a worker found to what the store keeps: each value gets its keyed identity and is
// sealed, and leaves this process's memory.
//
// A worker reads hostile bytes and may be captured, so only its observations are believed: value,
// place, context. What people act on (names, advice, revocation address) comes from our own rules,
// the repository's name from the job, the fingerprint from the value.

#include <string>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/rules/rule_set.h"
#include "service/sealing.h"
#include "service/store/store.h"

namespace leakwarden::service {

struct SealedFindings {
  std::vector<StoredFinding> kept;
  Coverage dropped;  // a gap for what names no rule of ours
};

// Findings below medium confidence are not kept. Io when the cipher fails.
Result<SealedFindings> seal_findings(std::vector<Finding> findings, const Job& job,
                                     const scanner::RuleSet& rules, const Sealing& sealing);

}  // namespace leakwarden::service
