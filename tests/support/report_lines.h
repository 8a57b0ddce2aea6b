#pragma once

// A report as its reader sees it, to compare two scans byte for byte. Include only where
// leakwarden_scan is linked.

#include <sstream>
#include <string>

#include "scanner/report/report.h"
#include "scanner/scan.h"

namespace leakwarden::testing {

// JSON lines with values, every confidence, seconds left out.
inline std::string report_lines(const scanner::ScanReport& report) {
  scanner::ReportInput input;
  input.findings = report.findings;
  input.list_suppressed = true;
  input.coverage = report.coverage;
  input.ruleset_digest = report.ruleset_digest;
  input.rule_count = report.rule_count;
  std::ostringstream lines;
  write_json_lines(input, scanner::ShowSecrets::Yes, lines);
  for (const Finding& finding : report.findings) {
    lines << finding.masked_line << '\n';
    for (const std::string& reason : finding.reasons) lines << reason << '\n';
  }
  return lines.str();
}

}  // namespace leakwarden::testing
