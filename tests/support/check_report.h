#pragma once

// What the consumers of a report format would refuse of a report: check_report.py.

#include <string>

#include "tests/support/process.h"

namespace leakwarden::testing {

// "" when nothing; else one mistake a line.
inline std::string mistakes_in(const std::string& format, const std::string& report) {
  ProgramOptions options;
  options.input = report;
  options.deadline = std::chrono::seconds(240);  // ten thousand findings on a busy machine
  const ProgramResult result = run_program(
      {"python3", std::string(LEAKWARDEN_SOURCE_DIR) + "/tests/support/check_report.py", format},
      options);
  if (result.exit_code == 0) return "";
  return format + ": " + result.output + result.errors;
}

}  // namespace leakwarden::testing
