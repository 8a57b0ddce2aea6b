#pragma once

// A report of ours or of another scanner, read from where a person says.

#include <string>

#include "scanner/base/result.h"
#include "scanner/report/peer_report.h"

namespace leakwarden::scanner {

// A file, a pipe (<(gitleaks …)), or "-" for standard input. NotFound, Io, Invalid, TooLarge.
Result<PeerReport> read_report_file(const std::string& file);

}  // namespace leakwarden::scanner
