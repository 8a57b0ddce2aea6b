#include "scanner/ledger/stored_finding.h"

#include <unordered_map>
#include <utility>

namespace leakwarden::scanner {
namespace {

class Numbers {
 public:
  std::uint64_t number_of(const Finding& finding) {
    std::vector<Known>& known = by_fingerprint_[finding.fingerprint];
    for (const Known& value : known) {
      if (value.secret == finding.secret && value.written == finding.written) return value.number;
    }
    known.push_back({finding.secret, finding.written, count_});
    return count_++;
  }

 private:
  struct Known {
    Secret secret;
    Secret written;
    std::uint64_t number = 0;
  };
  std::unordered_map<std::string, std::vector<Known>> by_fingerprint_;
  std::uint64_t count_ = 0;
};

}  // namespace

Finding only_what_names(const Finding& finding) {
  Finding named;
  named.rule_id = finding.rule_id;
  named.fingerprint = finding.fingerprint;
  named.location.kind = finding.location.kind;
  named.location.range = finding.location.range;
  named.location.blob = finding.location.blob;
  named.location.commit = finding.location.commit;
  return named;
}

std::vector<StoredFinding> numbered_by_value(std::vector<Finding> findings) {
  Numbers numbers;
  std::vector<StoredFinding> stored;
  stored.reserve(findings.size());
  for (Finding& finding : findings) {
    const std::uint64_t number = numbers.number_of(finding);
    stored.push_back({std::move(finding), number});
  }
  return stored;
}

}  // namespace leakwarden::scanner
