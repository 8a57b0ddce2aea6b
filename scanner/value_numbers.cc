#include "scanner/value_numbers.h"

namespace leakwarden::scanner {

std::uint32_t ValueNumbers::number_of(const Finding& finding) {
  std::vector<Known>& known = by_fingerprint_[finding.fingerprint];
  for (const Known& value : known) {
    if (value.rule_id == finding.rule_id && value.secret == finding.secret) return value.number;
  }
  known.push_back(Known{finding.rule_id, finding.secret, count_});
  return count_++;
}

}  // namespace leakwarden::scanner
