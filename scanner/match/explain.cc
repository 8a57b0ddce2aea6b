#include "scanner/match/explain.h"

#include <fmt/format.h>

#include "scanner/base/sanitize.h"
#include "scanner/match/confidence.h"
#include "scanner/match/context.h"
#include "scanner/match/entropy.h"
#include "scanner/match/lines.h"
#include "scanner/match/local_tests.h"
#include "scanner/match/make_finding.h"

namespace leakwarden::scanner {
namespace {

// "what    it is", continued lines below the text.
std::string row(std::string_view label, std::string_view text) {
  return fmt::format("{:<13} {}\n", label, text);
}

std::string rows(std::string_view label, const std::vector<std::string>& texts) {
  std::string all;
  for (std::size_t i = 0; i < texts.size(); ++i) all += row(i == 0 ? label : "", texts[i]);
  return all;
}

std::string place_of(const Location& location) {
  std::string place = location.path.empty() ? std::string(place_kind_name(location.kind))
                                            : sanitize_for_terminal(location.path);
  place += fmt::format(":{}:{}", location.range.start_line, location.range.start_column);
  if (!location.commit.empty()) place += ", commit " + sanitize_for_terminal(location.commit, 64);
  return place;
}

std::string facts_of(const Finding& finding) {
  std::string all;
  for (const auto& [name, value] : finding.facts) {
    const bool stands_beside = name == kPairedIdFact;
    all += row(name, sanitize_for_terminal(value) +
                         (stands_beside ? " (in the same text)" : " (read from the value itself)"));
  }
  return all;
}

std::string advice_of(const Advice& advice) {
  std::string text;
  if (!advice.opens.empty()) text += row("opens", advice.opens);
  if (!advice.revoke_url.empty()) text += row("revoke", advice.revoke_url);
  for (std::size_t i = 0; i < advice.steps.size(); ++i) {
    text += row(i == 0 ? "what to do" : "", fmt::format("{}. {}", i + 1, advice.steps[i]));
  }
  if (!advice.docs.empty()) text += row("documents", advice.docs);
  return text;
}

std::string suppression_of(const Finding& finding) {
  if (!finding.suppressed) return "";
  return row("suppressed", "by " + sanitize_for_terminal(finding.suppressed->by) + ": " +
                               sanitize_for_terminal(finding.suppressed->reason));
}

// What the general words of a reason leave out.
std::string detail_of(const Rule& rule, std::string_view text, const LocalVerdict& verdict) {
  std::string_view value = value_of(text, verdict);
  switch (verdict.reason) {
    case Reason::NoContext:
      return fmt::format("looked for {} within {} bytes", fmt::join(rule.context.words, ", "),
                         rule.context.reach);
    case Reason::Placeholder:
      return std::string(
          placeholder_words(placeholder_of(rule, text, verdict.secret, verdict.companions)));
    case Reason::LowEntropy:
      return fmt::format("{:.1f} bits of entropy a character, {:.1f} are asked for",
                         shannon_entropy(value), rule.entropy);
    case Reason::BadChecksum:
    case Reason::BadStructure:
      return "the rule checks " + rule.checksum;
    default:
      return "";
  }
}

std::string title(std::string_view mask, const std::string& name, const std::string& id,
                  Severity severity) {
  return fmt::format("{}  {}, {} (rule {})\n", mask, name, severity_name(severity), id);
}

std::string why_dropped(const Rule& rule, std::string_view text, const LocalVerdict& verdict) {
  std::string why = row("not reported", reason_words(verdict.reason));
  std::string detail = detail_of(rule, text, verdict);
  return detail.empty() ? why : why + row("", detail);
}

}  // namespace

std::string explain_finding(const Finding& finding) {
  std::string text =
      title(finding.secret.mask(), finding.rule_name, finding.rule_id, finding.severity);
  text += row("where", place_of(finding.location));
  if (!finding.decoded.empty()) {
    text += row("written in",
                sanitize_for_terminal(fmt::format("{}", fmt::join(finding.decoded, ", then "))));
  }
  text += row("name", finding.fingerprint);
  text += row("how sure", confidence_name(finding.confidence));
  text += rows("why", finding.reasons);
  text += facts_of(finding);
  text += suppression_of(finding);
  return text + advice_of(finding.advice);
}

std::string explain_verdict(const Rule& rule, std::string_view text, const LocalVerdict& verdict) {
  if (verdict.reason == Reason::NoMatch) {
    LinePosition at = LineCursor(text).at(verdict.trigger_end);
    return title("…", rule.name, rule.id, rule.severity) +
           row("where", fmt::format("line {}, column {}", at.line, at.column)) +
           why_dropped(rule, text, verdict);
  }
  Secret value = Secret::copy_of(value_of(text, verdict));
  LinePosition at = LineCursor(text).at(verdict.secret.begin);
  std::string words = title(value.mask(), rule.name, rule.id, rule.severity) +
                      row("where", fmt::format("line {}, column {}", at.line, at.column));
  const AsRead read = as_read(text, verdict);
  if (verdict.decoded)
    words += row("written in", fmt::format("{}", fmt::join(verdict.decoded->chain, ", then ")));
  if (verdict.reason != Reason::Kept) return words + why_dropped(rule, read.text, read.verdict);
  Certainty certainty = certainty_of(rule, read.text, read.verdict);
  return words + row("how sure", confidence_name(certainty.confidence)) +
         rows("why", certainty.reasons) + advice_of(rule.advice);
}

}  // namespace leakwarden::scanner
