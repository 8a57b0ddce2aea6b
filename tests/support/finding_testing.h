#pragma once

// Findings made by hand, for tests of what comes after matching. Include only where leakwarden_base
// is linked.

#include <string>

#include "scanner/base/finding.h"
#include "scanner/base/fingerprint.h"

namespace leakwarden::testing {

inline Finding finding_at(const std::string& path, std::int64_t line, const std::string& value,
                          const std::string& rule = "postman-api-key") {
  Finding finding;
  finding.rule_id = rule;
  finding.location.kind = PlaceKind::File;
  finding.location.path = path;
  finding.location.range.start_line = line;
  finding.secret = Secret::copy_of(value);
  finding.fingerprint = fingerprint_of(finding.secret, finding.scope);
  finding.masked_line = "KEY=" + finding.secret.mask();
  return finding;
}

}  // namespace leakwarden::testing
