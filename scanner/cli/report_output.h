#pragma once

// How a scan's report shall look and where it goes: --format, --output, --color, --show-secrets.

#include <optional>
#include <string>

#include "scanner/base/result.h"
#include "scanner/cli/options.h"
#include "scanner/report/formats.h"
#include "scanner/report/peer_report.h"

namespace leakwarden::scanner {

struct Presentation {
  Format format = Format::JsonLines;
  std::string file;  // "" is standard output
  TextStyle style;
  bool annotate = false;  // a GitHub workflow runs us: its log gets annotations beside the text

  // Whether the report itself says what was not scanned: tables of other tools have no place for
  // it.
  bool names_gaps() const {
    return format != Format::Csv && format != Format::Gitleaks && format != Format::CodeQuality;
  }
};

// Invalid: an unknown value, and a place where no file can be made: said before anything is
// scanned.
Result<Presentation> read_presentation(const Options& options);
// A comparison has forms of its own, text and lines, and marks results in SARIF.
Status check_comparison(const Presentation& presentation);

// With `theirs`, what is compared with it. Io when the place is full or closed: nothing half
// written stays in a file.
Status write_report(const ReportInput& input, const std::optional<PeerReport>& theirs,
                    const Presentation& presentation);

}  // namespace leakwarden::scanner
