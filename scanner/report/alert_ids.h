#pragma once

// Names of alerts that stay from report to report, as UUIDs: of rule, file and the value's
// fingerprint, so that lines may move and be reformatted; counted where weak values share a
// fingerprint.

#include <set>
#include <string>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

class AlertIds {
 public:
  // In the order of the report. Never the same twice.
  std::string next(const Finding& finding);

 private:
  std::set<std::string> used_;
};

}  // namespace leakwarden::scanner
