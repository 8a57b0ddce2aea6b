#pragma once

// What the command line answers with: shared/design/interfaces.md, "Exit codes".

#include <optional>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"

namespace leakwarden::scanner {

inline constexpr int kExitClean = 0;
inline constexpr int kExitFindings = 1;
inline constexpr int kExitUsage = 2;
inline constexpr int kExitIncomplete = 3;
inline constexpr int kExitLive = 10;
inline constexpr int kExitInterrupted = 130;

enum class RequireComplete { No, Yes };
enum class Interrupted { No, Yes };

struct ExitPolicy {
  std::optional<Severity> fail_on = Severity::Low;  // empty: never, for gaps neither unless asked
  RequireComplete require_complete = RequireComplete::No;
};

// `shown`: findings of at least the wished confidence.
int exit_code_of(const std::vector<Finding>& shown, const Coverage& coverage,
                 const ExitPolicy& policy, Interrupted interrupted);

}  // namespace leakwarden::scanner
