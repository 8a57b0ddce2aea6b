#include "scanner/match/make_finding.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "scanner/base/fingerprint.h"
#include "scanner/match/attribute.h"
#include "scanner/match/canonical_value.h"
#include "scanner/match/confidence.h"
#include "scanner/match/decode_facts.h"
#include "scanner/match/fact.h"
#include "scanner/match/private_key_facts.h"
#include "scanner/match/scope.h"

namespace leakwarden::scanner {
namespace {

std::map<std::string, std::string> facts_of(const Rule& rule, std::string_view value) {
  std::optional<DecodeKind> kind = decode_kind(rule.decode);
  if (!kind) return {};
  return decode_facts(*kind, value);
}

// The id half, and what it tells about itself. Two halves that fit prove each other.
void add_pair(const RuleList& rules, const LocalVerdict& verdict, Finding& finding) {
  if (!verdict.pair) return;
  const std::string& id = verdict.pair->value;
  add_text_fact(finding.facts, kPairedIdFact, id);
  if (verdict.pair->rule != PairedId::kNoRule)
    finding.facts.merge(facts_of(rules[verdict.pair->rule], id));
  finding.confidence = Confidence::High;
  finding.reasons.push_back("the key id that belongs to it stands in the same text");
}

bool has_expired(const Finding& finding, std::int64_t now_unix_seconds) {
  std::map<std::string, std::string>::const_iterator expires = finding.facts.find("expires");
  if (expires == finding.facts.end()) return false;
  std::optional<std::int64_t> seconds = seconds_of_time(expires->second);
  return seconds && *seconds < now_unix_seconds;
}

// A key that no longer opens anything, or not by itself, is still a key, but less of a worry.
void weigh_facts(std::int64_t now_unix_seconds, Finding& finding) {
  std::map<std::string, std::string>::const_iterator phrase = finding.facts.find(kPassphraseFact);
  if (phrase != finding.facts.end() && phrase->second == kPassphraseNeeded) {
    finding.severity = std::min(finding.severity, Severity::Medium);
    finding.reasons.push_back("it is encrypted and opens nothing without its passphrase");
  }
  if (has_expired(finding, now_unix_seconds)) {
    finding.severity = Severity::Low;
    finding.reasons.push_back("it says of itself that it ended on " + finding.facts["expires"]);
  }
}

// A line beside the value says whose it is, not that it opens less than its own name says.
Severity severity_of(const RuleList& rules, std::string_view text, const LocalVerdict& verdict) {
  const Rule& rule = rules[verdict.rule];
  const bool is_own = !rule.any_shape || verdict.decoded ||
                      stands_in_statement(text, verdict.named_by, verdict.secret);
  return is_own ? rule.severity : std::max(rule.severity, rules[verdict.family].severity);
}

}  // namespace

void describe(const Rule& rule, Finding& finding) {
  finding.rule_name = rule.name;
  finding.advice = rule.advice;
}

Finding make_finding(const RuleList& rules, std::string_view text, const LocalVerdict& verdict,
                     const LineMasker& masker, LineCursor& cursor, std::int64_t now_unix_seconds) {
  const Rule& rule = rules[verdict.rule];
  Finding finding;
  finding.rule_id = rule.id;
  finding.provider = rule.provider;
  finding.severity = severity_of(rules, text, verdict);
  describe(rule, finding);
  std::string_view value = value_of(text, verdict);
  finding.secret = Secret::copy_of(value);
  finding.scope = scope_of(text, verdict);
  finding.fingerprint = fingerprint_of(canonical_value(finding.secret), finding.scope);
  finding.facts = facts_of(rule, value);
  finding.location.range = text_range(cursor, verdict.secret);
  finding.masked_line = masker.masked_line(verdict.secret, finding.secret.mask());
  if (verdict.decoded) {
    finding.decoded = verdict.decoded->chain;
    finding.written = Secret::copy_of(text.substr(verdict.secret.begin, verdict.secret.size()));
  }
  const AsRead read = as_read(text, verdict);
  Certainty certainty = certainty_of(rule, read.text, read.verdict);
  finding.confidence = certainty.confidence;
  finding.reasons = std::move(certainty.reasons);
  add_pair(rules, verdict, finding);
  weigh_facts(now_unix_seconds, finding);
  return finding;
}

}  // namespace leakwarden::scanner
