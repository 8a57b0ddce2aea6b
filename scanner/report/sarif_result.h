#pragma once

// One result of a SARIF run: a secret in a file.
//
// Alerts are told apart by partialFingerprints.primaryLocationLineHash. Ours is made of rule, path
// and the value's fingerprint, not of the line: it survives shifted, moved and reformatted lines,
// and another key on the same line is another alert, which a hash of the line without its secret
// would hide behind one that was dismissed. The number behind it tells apart what shares all three
// (weak values have short fingerprints).

#include <map>
#include <string>
#include <utility>

#include "scanner/report/groups.h"
#include "scanner/report/report.h"
#include "scanner/report/sarif_rules.h"

namespace leakwarden::scanner {

class SarifResults {
 public:
  // With `was_known`, results say whether they are new or unchanged.
  SarifResults(const SarifRules& rules, ShowSecrets show_secrets, WasKnown was_known)
      : rules_(rules), show_secrets_(show_secrets), was_known_(std::move(was_known)) {}

  // In the order of the report: the number behind a hash counts.
  std::string as_json(const SecretInFile& place);

 private:
  std::string line_hash(const Finding& finding);
  std::string properties_of(const Finding& finding, bool exact) const;

  const SarifRules& rules_;
  ShowSecrets show_secrets_;
  WasKnown was_known_;
  std::map<std::string, int> occurrences_;
};

}  // namespace leakwarden::scanner
