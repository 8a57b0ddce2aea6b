#pragma once

// Writers of scan results. All sort in report_order, print masks unless told otherwise, and give
// byte-identical output for the same input but for `seconds`.

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/finding.h"

namespace leakwarden::scanner {

enum class ShowSecrets { No, Yes };
enum class UseColour { No, Yes };

struct ReportInput {
  std::vector<Finding> findings;
  std::vector<Finding> suppressed;  // counted; listed where `list_suppressed`
  bool list_suppressed = false;
  Coverage coverage;
  std::string ruleset_digest;
  std::size_t rule_count = 0;
  double seconds = 0;
  bool explainable = true;  // by rules: `leakwarden explain` knows more
  std::string covered;  // text only: what was asked for, "every ref, tag, note, stash and reflog"
};

// One JSON object a line in the key order of interfaces.md, valid UTF-8 (what is not becomes
// U+FFFD), then the summary line: shared/design/interfaces.md.
void write_json_lines(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output);
std::string finding_as_json(const Finding& finding, ShowSecrets show_secrets);
std::string summary_as_json(const ReportInput& input);  // that last line

struct TextStyle {
  UseColour colour = UseColour::No;
  unsigned width = 80;
  ShowSecrets show_secrets = ShowSecrets::No;
};
// Grouped by secret, worst first; experience.md §1.
void write_text(const ReportInput& input, const TextStyle& style, std::ostream& output);

}  // namespace leakwarden::scanner
