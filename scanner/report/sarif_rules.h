#pragma once

// The rules that a SARIF run's results name, as code scanning shows them beside an alert.
//
// GitHub takes severity and precision from the rule, not from the result; a finding may weigh less
// than its rule (a key that says of itself that it has ended). A rule is as severe and as precise
// as the worst of its findings in the run.

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

class SarifRules {
 public:
  explicit SarifRules(const std::vector<const Finding*>& findings);

  // Place in the array below; of a rule that one of the findings has.
  std::int64_t index_of(const std::string& rule_id) const { return indexes_.at(rule_id); }
  std::string as_json() const;  // an array, by rule id

 private:
  struct Rule {
    const Finding* example = nullptr;  // names and advice are the same in all
    Severity severity = Severity::Low;
    Confidence confidence = Confidence::Low;
  };
  static std::string rule_as_json(const Rule& rule);

  std::map<std::string, Rule> rules_;
  std::map<std::string, std::int64_t> indexes_;
};

const char* sarif_level(Severity severity);
// {"text": …}, with what SARIF reads as markup escaped.
std::string sarif_message(std::string_view text);

}  // namespace leakwarden::scanner
