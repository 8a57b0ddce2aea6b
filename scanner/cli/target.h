#pragma once

// What a user names on the command line, and how it is scanned.

#include <optional>
#include <string>

#include "scanner/cli/scan_settings.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

enum class TargetKind { Repository, Files, Stream };

struct Target {
  TargetKind kind = TargetKind::Files;
  std::string path;  // to open
  std::string name;  // as the user said it
};

// A repository scan narrowed to one part.
enum class Part { Everything, History, Staged, WorkTree, Range };
struct Narrowing {
  Part part = Part::Everything;
  std::string range;  // A..B
};

// "-", a repository, a folder, a file; "" is the repository around the current folder, or the
// folder. Invalid: nothing is there; a clone URL ("not available in this version").
Result<Target> find_target(const std::string& text);

// Whole repositories and histories through the ledger (remembered_scan.h), unless `settings.fresh`.
// Findings that files speak for come marked (suppression_files.h). Invalid: such a file is wrong.
Result<ScanReport> scan_target(const Target& target, const Narrowing& narrowing,
                               const ScanSettings& settings);

// What a scan of it looks at, for the report's last line.
std::string covered_words(const Target& target, const Narrowing& narrowing);

}  // namespace leakwarden::scanner
