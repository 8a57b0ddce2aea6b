#pragma once

// Findings as the ledger keeps them: all but their values.
//
//   finding    value            stored                              values read again
//   a.env:3    ghp_Ab…          a.env:3 s1-77…  value 0             0: scan a.env's blob once more,
//   b.env:9    ghp_Ab…          b.env:9 s1-77…  value 0                take what it says of line 3
//   c.ini:1    hunter2          c.ini:1 w1-4e…  value 1             1: scan c.ini's blob …
//
// Values are numbered, so that a value that stands in a thousand places is read from one, and so
// that two weak values that share a fingerprint stay two. Names and advice come from the rules,
// which the record's key names.

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/base/body_fields.h"
#include "scanner/base/finding.h"

namespace leakwarden::scanner {

struct StoredFinding {
  Finding finding;          // read back: without secret, written, rule_name and advice
  std::uint64_t value = 0;  // equal for findings with the same secret, written the same way
  // Of a finding whose surroundings may hold the secret, too (a path, an author's name), only what
  // names it is kept: rule, fingerprint, object, range. All of it is read again.
  bool only_named = false;
};

// What is left of such a finding.
Finding only_what_names(const Finding& finding);

template <typename Archive, Is<StoredFinding> Value>
void fields(Archive& archive, Value& stored) {
  auto& finding = stored.finding;
  archive.enumerator(finding.severity, Severity::Critical);
  archive.enumerator(finding.confidence, Confidence::High);
  archive.enumerator(finding.verified, Verified::Unknown);
  archive(finding.rule_id, finding.provider, finding.location, finding.other_lines, finding.scope,
          finding.fingerprint, finding.facts, finding.decoded, finding.reasons, finding.suppressed,
          finding.masked_line, stored.value, stored.only_named);
}

// In the same order, with their values numbered from 0 as they come.
std::vector<StoredFinding> numbered_by_value(std::vector<Finding> findings);

}  // namespace leakwarden::scanner
