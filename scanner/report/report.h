#pragma once

// What a report is made of, and its two native forms; the others are in formats.h. All sort stably,
// print masks unless told otherwise, and give byte-identical output for the same input but for
// times.

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"

namespace leakwarden::scanner {

enum class ShowSecrets { No, Yes };
enum class UseColour { No, Yes };

// Which state of a repository was scanned, or of all that is in none.
struct ScannedState {
  std::string name;            // as findings have it (Location::repository); "" of files
  std::string root;            // absolute folder that paths are relative to; may be empty
  std::string repository_uri;  // without credentials; empty when not a repository
  std::string commit;          // what HEAD names, in hex; may be empty
  std::string branch;          // "main"; empty when detached
};

// When, with what and of which states a scan was made. Formats that need a time take it from here.
struct ScanRun {
  std::string version;                   // of this program
  std::int64_t start_unix_seconds = 0;   // UTC
  std::int64_t finish_unix_seconds = 0;  // UTC
  std::vector<ScannedState> states;      // in the order of the targets, no name twice
};

// Whether a finding was there before: in the baseline, or in an earlier report.
using WasKnown = std::function<bool(const Finding&)>;

struct ReportInput {
  std::vector<Finding> findings;
  std::vector<Finding> suppressed;  // counted; listed where `list_suppressed`
  bool list_suppressed = false;
  Coverage coverage;
  std::string ruleset_digest;
  std::size_t rule_count = 0;
  double seconds = 0;
  bool explainable = true;  // by rules: `leakwarden explain` knows more
  std::string covered;  // for people: what was asked for, "every ref, tag, note, stash and reflog"
  ScanRun run;
  WasKnown was_known;  // empty where there is nothing earlier to hold it against
};

// In report_order; with those of `suppressed` where the input lists them.
std::vector<const Finding*> listed_findings(const ReportInput& input);

// One JSON object a line in the key order of interfaces.md, valid UTF-8 (what is not becomes
// U+FFFD), then the summary line: shared/design/interfaces.md.
void write_json_lines(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output);
std::string finding_as_json(const Finding& finding, ShowSecrets show_secrets);
std::string summary_as_json(const ReportInput& input);          // that last line
std::string summary_members_as_json(const ReportInput& input);  // what stands in it

struct TextStyle {
  UseColour colour = UseColour::No;
  unsigned width = 80;
  ShowSecrets show_secrets = ShowSecrets::No;
};
// Grouped by secret, worst first; experience.md §1.
void write_text(const ReportInput& input, const TextStyle& style, std::ostream& output);

}  // namespace leakwarden::scanner
