#pragma once

// Small helpers of the scan tests. Include only where leakwarden_scan is linked.

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "scanner/scan.h"

namespace leakwarden::testing {

inline scanner::ScanOptions builtin_options(unsigned jobs = 1) {
  scanner::ScanOptions options;
  const Result<std::shared_ptr<const scanner::RuleSet>> rules = scanner::RuleSet::builtin();
  if (rules.ok()) options.rules = *rules;
  options.now_unix_seconds = 1'780'000'000;
  options.repository_name = "repo";
  options.jobs = jobs;
  return options;
}

inline std::shared_ptr<scanner::Repository> open_repository(const std::string& path) {
  const Result<std::shared_ptr<scanner::Repository>> opened =
      scanner::Repository::open(path, scanner::OpenOptions{});
  return opened.ok() ? *opened : nullptr;
}

inline std::string value_of(const Finding& finding) {
  return std::string(finding.secret.reveal(RevealFor::Matching));
}

// "kind path:line" of each finding, in their order.
inline std::vector<std::string> places_of(const std::vector<Finding>& findings) {
  std::vector<std::string> places;
  for (const Finding& finding : findings) {
    places.push_back(std::string(place_kind_name(finding.location.kind)) + " " +
                     finding.location.path + ":" +
                     std::to_string(finding.location.range.start_line));
  }
  return places;
}

}  // namespace leakwarden::testing
