#include "scanner/cli/exit_code.h"

namespace leakwarden::scanner {
namespace {

int exit_code_of_findings(const std::vector<Finding>& shown, const ExitPolicy& policy) {
  int code = kExitClean;
  for (const Finding& finding : shown) {
    if (!policy.fail_on || finding.severity < *policy.fail_on) continue;
    if (finding.verified == Verified::Live) return kExitLive;
    code = kExitFindings;
  }
  return code;
}

}  // namespace

int exit_code_of(const std::vector<Finding>& shown, const Coverage& coverage,
                 const ExitPolicy& policy, Interrupted interrupted) {
  if (interrupted == Interrupted::Yes) return kExitInterrupted;
  // Who never wants to fail reads the report.
  if (!policy.fail_on && policy.require_complete == RequireComplete::No) return kExitClean;
  const int found = exit_code_of_findings(shown, policy);
  const bool matters = found == kExitClean || policy.require_complete == RequireComplete::Yes;
  return !coverage.complete() && matters ? kExitIncomplete : found;
}

}  // namespace leakwarden::scanner
