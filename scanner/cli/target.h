#pragma once

// What a user names on the command line, and how it is scanned.

#include <optional>
#include <string>
#include <vector>

#include "scanner/cli/scan_settings.h"
#include "scanner/scan.h"

namespace leakwarden::scanner {

enum class TargetKind { Repository, CloneUrl, Files, Stream };

struct Target {
  TargetKind kind = TargetKind::Files;
  std::string path;  // to open
  std::string name;  // as the user said it; a clone URL without its password
};

// A repository scan narrowed to one part.
enum class Part { Everything, History, Staged, WorkTree, Range };
struct Narrowing {
  Part part = Part::Everything;
  std::string range;  // A..B
};

// "-", a repository, a folder, a file; "" is the repository around the current folder, or the
// folder; what is nowhere here and looks so, a clone URL. NotFound, Io: nothing is there.
Result<Target> find_target(const std::string& text);

struct ScannedTarget {
  ScanReport report;
  // In hex, resolved before the scan: a repository's HEAD, or the end of the range. "" where there
  // is none (an unborn branch, files) or it was not committed content that was scanned.
  std::string commit;
  bool is_shallow = false;    // a clone without all of its history
  bool has_baseline = false;  // one was heeded
};

// A clone URL is cloned here, and its clone is gone afterwards (clone_target.h). Whole repositories
// and histories go through the ledger (remembered_scan.h), unless `settings.fresh`. Findings that
// files speak for come marked (suppression_files.h). Invalid: such a file is wrong. NotFound: there
// is no such commit to read them from.
Result<ScannedTarget> scan_target(const Target& target, const Narrowing& narrowing,
                                  const ScanSettings& settings);

// What a scan of them looks at, for the report's last line. At least one.
std::string covered_words(const std::vector<Target>& targets, const Narrowing& narrowing);

}  // namespace leakwarden::scanner
