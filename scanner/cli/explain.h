#pragma once

// `leakwarden explain FINGERPRINT [TARGET…]`: why a finding was kept, where it stands, what to do;
// with --dropped, why candidates were not.

#include <string>
#include <vector>

#include "scanner/cli/scan_settings.h"

namespace leakwarden::scanner {

// What there is to say about the finding of that name in what `targets` name. NotFound; Invalid:
// several are named so.
Result<std::string> explanation_of(const std::string& name, const std::vector<std::string>& targets,
                                   const ScanSettings& settings);
int explain_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
