#pragma once

// `leakwarden scan [TARGET…]`, and what other commands that scan have in common with it.

#include <memory>
#include <string>
#include <vector>

#include "scanner/cli/options.h"
#include "scanner/known_value.h"

namespace leakwarden::scanner {

// `arguments` without "leakwarden" and "scan". Returns the exit code.
int scan_command(const std::vector<std::string>& arguments);

// --history, --staged, --range, --work-tree; --output, --color, --no-progress.
const std::vector<Option>& narrowing_options();
const std::vector<Option>& output_options();

// Scans `operands` (none: the repository around the current folder) as `options` say and writes the
// report. With `known`, for that value instead of by rules. Returns the exit code.
Result<int> scan_and_report(const Options& options, const std::vector<std::string>& operands,
                            std::shared_ptr<const KnownValue> known);

}  // namespace leakwarden::scanner
