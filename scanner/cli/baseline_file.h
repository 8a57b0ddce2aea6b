#pragma once

// The baseline of a target: where it lies, read for change, written back; and what names a finding
// in it.

#include <string>
#include <vector>

#include "scanner/cli/options.h"
#include "scanner/cli/suppression_scope.h"
#include "scanner/suppress/baseline.h"

namespace leakwarden::scanner {

struct BaselineFile {
  std::string path;
  SuppressionScope scope;
  bool is_there = false;
  std::vector<BaselineEntry> entries;
};

enum class ReadEntries { No, Yes };  // No: it shall be replaced, and need not be readable

// --baseline FILE, or .leakwarden-baseline at the root of the target. NotFound: no folder to keep
// it in. Invalid: a file that is none.
Result<BaselineFile> open_baseline(const Options& options, const Target& target,
                                   ReadEntries read = ReadEntries::Yes);
// Sorted, atomically, readable by all. TooLarge: more than is read of one. Invalid: an entry that
// could not be read again (a reason of over 64 KiB).
Status write_baseline(const BaselineFile& file);

// --reason, --person (else what git calls us), --expires, today: what every new entry gets.
Result<BaselineEntry> entry_template(const Options& options, const std::string& folder,
                                     std::int64_t now_unix_seconds);

// One entry a strong value, at its most useful place; one a place of a weak one. In report order.
std::vector<BaselineEntry> entries_of(const std::vector<Finding>& findings, const PathMap& paths,
                                      const BaselineEntry& like);

// Puts them in; what named the same before is replaced.
void put_entries(BaselineFile& file, const std::vector<BaselineEntry>& entries);

}  // namespace leakwarden::scanner
