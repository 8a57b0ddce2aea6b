#include "service/jobs/seal_findings.h"

#include <utility>

#include "scanner/base/fingerprint.h"
#include "scanner/match/canonical_value.h"

namespace leakwarden::service {
namespace {

void take_words_from(const scanner::Rule& rule, Finding& finding) {
  finding.rule_name = rule.name;
  finding.provider = rule.provider;
  finding.severity = rule.severity;
  finding.advice = rule.advice;
}

Result<StoredFinding> seal(Finding finding, const Sealing& sealing) {
  StoredFinding stored;
  stored.mask = finding.secret.mask();
  stored.key_id = sealing.key_id();
  // Named by what the value is, not by how it was indented or escaped there.
  Secret canonical = scanner::canonical_value(finding.secret);
  LEAKWARDEN_TRY(stored.identity, sealing.identity_of(canonical));
  LEAKWARDEN_TRY(stored.sealed_value, sealing.seal(finding.secret, stored.identity));
  finding.fingerprint = fingerprint_of(canonical, finding.scope);
  finding.secret = Secret();
  stored.finding = std::move(finding);
  return stored;
}

}  // namespace

Result<SealedFindings> seal_findings(std::vector<Finding> findings, const Job& job,
                                     const scanner::RuleSet& rules, const Sealing& sealing) {
  SealedFindings sealed;
  for (Finding& finding : findings) {
    if (finding.confidence < Confidence::Medium) continue;
    const scanner::Rule* rule = rules.find(finding.rule_id);
    if (rule == nullptr || finding.secret.empty()) {
      sealed.dropped.add_gap({"a finding", "it names no rule that is loaded", 0, false, false});
      continue;
    }
    take_words_from(*rule, finding);
    finding.location.repository = job.repository.name;
    if (finding.location.introduced_by.empty()) finding.location.introduced_by = job.pusher;
    LEAKWARDEN_TRY(StoredFinding stored, seal(std::move(finding), sealing));
    sealed.kept.push_back(std::move(stored));
  }
  return sealed;
}

}  // namespace leakwarden::service
