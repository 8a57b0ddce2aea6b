#include "scanner/match/confidence.h"

#include <array>
#include <optional>

#include <fmt/core.h>

#include "scanner/match/ascii.h"
#include "scanner/match/attribute.h"
#include "scanner/match/checksum.h"
#include "scanner/match/context.h"
#include "scanner/match/entropy.h"
#include "scanner/match/judge/judge_verdict.h"

namespace leakwarden::scanner {
namespace {

constexpr std::array<std::string_view, 7> kDocumentationDomains{
    "example.com", "example.net", "example.org", "example.edu", "example", "test", "invalid",
};

bool is_domain_or_below(std::string_view host, std::string_view domain) {
  if (host.size() < domain.size()) return false;
  if (!equal_in_any_case(host.substr(host.size() - domain.size()), domain)) return false;
  return host.size() == domain.size() || host[host.size() - domain.size() - 1] == '.';
}

std::string_view host_of(std::string_view text, const LocalVerdict& verdict) {
  for (const Companion& one : verdict.companions) {
    if (one.name == "host") return text.substr(one.span.begin, one.span.size());
  }
  return {};
}

void add_context(const Rule& rule, std::string_view text, const LocalVerdict& kept,
                 Certainty& certainty) {
  if (rule.context.words.empty()) return;
  if (rule.assigned) {
    const std::string_view word = text.substr(kept.named_by.begin, kept.named_by.size());
    certainty.reasons.push_back(fmt::format("\"{}\" stands near it", word));
    return;
  }
  std::optional<std::string_view> word =
      find_context_word(rule.context, text, kept.match, kept.secret);
  if (word) certainty.reasons.push_back(fmt::format("\"{}\" stands near it", *word));
}

void add_checksum(const Rule& rule, Certainty& certainty) {
  ChecksumKind kind = checksum_kind(rule.checksum).value_or(ChecksumKind::None);
  if (kind == ChecksumKind::None) return;
  if (checksum_nature(kind) == ChecksumNature::Structure) {
    certainty.reasons.push_back("it decodes as a real one does");
    return;
  }
  certainty.reasons.push_back("its checksum is right");
  certainty.confidence = Confidence::High;
}

void add_entropy(const Rule& rule, std::string_view value, Certainty& certainty) {
  if (rule.entropy <= 0) return;
  certainty.reasons.push_back(
      fmt::format("it has {:.1f} bits of entropy a character, at least {:.1f} are asked for",
                  shannon_entropy(value), rule.entropy));
}

void add_host(std::string_view host, Certainty& certainty) {
  HostKind kind = host_kind(host);
  if (host.empty() || kind == HostKind::Ordinary) return;
  certainty.reasons.push_back(
      kind == HostKind::ThisMachine
          ? "its host is the machine itself, so it opens little elsewhere"
          : "its host is reserved for documentation, so it may be an example");
  certainty.confidence = Confidence::Low;
}

}  // namespace

HostKind host_kind(std::string_view host) {
  for (std::string_view domain : kDocumentationDomains) {
    if (is_domain_or_below(host, domain)) return HostKind::Documentation;
  }
  if (is_domain_or_below(host, "localhost") || host == "0.0.0.0" || host.substr(0, 4) == "127.")
    return HostKind::ThisMachine;
  return HostKind::Ordinary;
}

namespace {

std::string why_of_this_rule(const Rule& rule, std::string_view text, const LocalVerdict& kept) {
  if (rule.placed) return fmt::format("it stands where rule {} knows a password or a key", rule.id);
  if (!rule.any_shape) return fmt::format("it has the whole shape of rule {}", rule.id);
  return stands_in_statement(text, kept.named_by, kept.secret)
             ? fmt::format("its name says that it is one of {}", rule.provider)
             : fmt::format("a line beside it says that it is one of {}", rule.provider);
}

}  // namespace

Certainty certainty_of(const Rule& rule, std::string_view text, const LocalVerdict& kept) {
  bool judged = rule.assigned || rule.judging != Judging::None;
  Certainty certainty{judged ? judging::confidence_of(kept) : rule.confidence, {}};
  certainty.reasons.push_back(why_of_this_rule(rule, text, kept));
  if (judged) judging::add_reasons(text, kept, rule.placed, certainty.reasons);
  add_context(rule, text, kept, certainty);
  add_checksum(rule, certainty);
  add_entropy(rule, text.substr(kept.secret.begin, kept.secret.size()), certainty);
  certainty.reasons.push_back("it is no known placeholder, filler or reference");
  add_host(host_of(text, kept), certainty);
  return certainty;
}

}  // namespace leakwarden::scanner
