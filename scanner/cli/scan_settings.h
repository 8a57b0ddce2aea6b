#pragma once

// The options that every scanning command shares, and what they set.

#include <string>
#include <vector>

#include "scanner/cli/exit_code.h"
#include "scanner/cli/options.h"
#include "scanner/scan.h"
#include "scanner/suppression_files.h"

namespace leakwarden::scanner {

struct ScanSettings {
  ScanOptions scan;
  SuppressionFiles files;         // scan_target() heeds them
  std::string suppressions_from;  // as this commit has them; "" as they lie there
  VerifyObjects verify_objects = VerifyObjects::No;
  bool fresh = false;                             // neither read nor write the ledger
  Confidence least_confidence = Confidence::Low;  // findings of less may be missing
  Confidence confidence = Confidence::Medium;     // what is shown and counted
  ExitPolicy exit;
};

// --rules, --jobs, --max-…, --confidence, --fail-on, --require-complete, --allow-missing,
// --verify-objects, --ignore-markers, --marker.
const std::vector<Option>& scan_setting_options();
// --baseline, --no-suppressions: for commands that heed files.
const std::vector<Option>& suppression_options();
// What a command has of its own, with all of these and --help behind it.
std::vector<Option> with_scan_options(std::vector<Option> own);
// Loads the rules. Invalid: a value that is none of the known ones.
Result<ScanSettings> read_scan_settings(const Options& options);

// Findings of at least `confidence`.
std::vector<Finding> at_least(std::vector<Finding> findings, Confidence confidence);
// Takes out those that something speaks for, in their order.
std::vector<Finding> take_suppressed(std::vector<Finding>& findings);

}  // namespace leakwarden::scanner
