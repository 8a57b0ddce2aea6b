#include "scanner/match/make_finding.h"

#include <optional>
#include <string>
#include <utility>

#include "scanner/base/fingerprint.h"
#include "scanner/match/canonical_value.h"
#include "scanner/match/confidence.h"
#include "scanner/match/decode_facts.h"
#include "scanner/match/scope.h"

namespace leakwarden::scanner {
namespace {

std::map<std::string, std::string> facts_of(const Rule& rule, std::string_view value) {
  std::optional<DecodeKind> kind = decode_kind(rule.decode);
  if (!kind) return {};
  return decode_facts(*kind, value);
}

void describe(const Rule& rule, Finding& finding) {
  finding.rule_id = rule.id;
  finding.rule_name = rule.name;
  finding.provider = rule.provider;
  finding.severity = rule.severity;
  finding.advice = rule.advice;
}

}  // namespace

Finding make_finding(const Rule& rule, std::string_view text, const LocalVerdict& verdict,
                     const LineMasker& masker, LineCursor& cursor) {
  Finding finding;
  describe(rule, finding);
  std::string_view value = text.substr(verdict.secret.begin, verdict.secret.size());
  finding.secret = Secret::copy_of(value);
  finding.scope = scope_of(text, verdict);
  finding.fingerprint = fingerprint_of(canonical_value(finding.secret), finding.scope);
  finding.facts = facts_of(rule, value);
  finding.location.range = text_range(cursor, verdict.secret);
  finding.masked_line = masker.masked_line(verdict.secret, finding.secret.mask());
  Certainty certainty = certainty_of(rule, text, verdict);
  finding.confidence = certainty.confidence;
  finding.reasons = std::move(certainty.reasons);
  return finding;
}

}  // namespace leakwarden::scanner
