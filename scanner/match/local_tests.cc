#include "scanner/match/local_tests.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>

#include "scanner/match/ascii.h"
#include "scanner/match/context.h"
#include "scanner/match/entropy.h"

namespace leakwarden::scanner {
namespace {

constexpr int kRunOfFiller = 8;  // as filler_shape.cc takes one

std::string_view bytes_of(std::string_view text, const Span& span) {
  return text.substr(span.begin, span.size());
}

std::optional<std::string_view> companion(std::string_view text, std::string_view name,
                                          const std::vector<Companion>& companions) {
  for (const Companion& one : companions) {
    if (one.name == name) return bytes_of(text, one.span);
  }
  return std::nullopt;
}

bool has_context(const Rule& rule, std::string_view text, const Candidate& candidate) {
  // Of an assigned rule the words were found before it is asked (attribute.h).
  return rule.assigned || rule.context.words.empty() ||
         find_context_word(rule.context, text, candidate.match, candidate.secret).has_value();
}

// A block that was begun and never ended runs on to the end of the next one. The next one is a
// candidate of its own; this one is none. Answers: a thousand begins before one end.
bool holds_another_block(std::string_view value) {
  constexpr std::string_view kArmour = "-----BEGIN ";
  return value.find(kArmour, 1) != std::string_view::npos;
}

// "changeme" is a password somewhere. In a family that is judged anyway, what a value looks like is
// for the judge to weigh with all the rest; as a veto it cost every tenth labelled secret.
bool is_for_the_judge(const Rule& rule) {
  const bool is_family = rule.judging != Judging::None && rule.confidence == Confidence::Low;
  return is_family || rule.assigned;
}

// "dummy" in the comment of a key, or before its first line, says nothing of the key.
bool is_block(const Rule& rule) {
  return rule.locality == Locality::Object;
}

// "$aact_…": where the issuer's keys begin with "$", that is no sign of a variable.
bool has_its_own_sign(const Rule& rule) {
  return rule.pattern.find("(?P<secret>\\$") != std::string::npos;
}

// "EEPgA{19}E": where the form itself holds a run of one character, that run is no sign of a
// filler. The character, or 0.
char own_run(const Rule& rule) {
  const std::string& pattern = rule.pattern;
  for (std::size_t at = pattern.find('{'); at != std::string::npos;
       at = pattern.find('{', at + 1)) {
    const bool is_letter_repeated =
        at >= 2 && is_alphanumeric(pattern[at - 1]) && pattern[at - 2] != '\\';
    if (is_letter_repeated && std::atoi(pattern.c_str() + at + 1) >= kRunOfFiller)
      return pattern[at - 1];
  }
  return '\0';
}

std::string without_longest_run(std::string_view value, char of) {
  std::size_t begin = 0;
  std::size_t size = 0;
  for (std::size_t from = value.find(of); from != std::string_view::npos;) {
    const std::size_t to = std::min(value.find_first_not_of(of, from), value.size());
    if (to - from > size) {
      begin = from;
      size = to - from;
    }
    from = value.find(of, to);
  }
  return std::string(value).erase(begin, size);
}

// As the value looks without what the form itself gives it.
PlaceholderKind kind_of_value(const Rule& rule, std::string_view value) {
  const PlaceholderKind kind = placeholder_kind(rule.placeholders, value);
  if (kind == PlaceholderKind::Reference && has_its_own_sign(rule)) {
    const PlaceholderKind rest = placeholder_kind({}, value.substr(1));
    return rest == PlaceholderKind::Reference ? PlaceholderKind::None : rest;  // $2b$12$…
  }
  if (kind == PlaceholderKind::Filler && own_run(rule) != '\0')
    return placeholder_kind({}, without_longest_run(value, own_run(rule)));
  return kind;
}

Reason failed(ChecksumKind kind) {
  return checksum_nature(kind) == ChecksumNature::Checksum ? Reason::BadChecksum
                                                           : Reason::BadStructure;
}

}  // namespace

PlaceholderKind placeholder_of(const Rule& rule, std::string_view text, const Span& secret,
                               const std::vector<Companion>& companions) {
  std::string_view value = bytes_of(text, secret);
  if (is_for_the_judge(rule)) {
    return is_listed_placeholder(rule.placeholders, value) ? PlaceholderKind::Listed
                                                           : PlaceholderKind::None;
  }
  const PlaceholderKind kind = kind_of_value(rule, value);
  if (kind == PlaceholderKind::Word && is_block(rule)) return PlaceholderKind::None;
  if (kind != PlaceholderKind::None) return kind;
  std::optional<std::string_view> user = companion(text, "user", companions);
  if (!user || !companion(text, "host", companions)) return PlaceholderKind::None;
  return is_url_stand_in(*user, value) ? PlaceholderKind::UrlStandIn : PlaceholderKind::None;
}

Result<LocalTests> LocalTests::create(const RuleList& rules, std::int64_t now_unix_seconds) {
  if (!rules.is_of_image()) {
    for (const Rule& rule : rules) {
      if (!checksum_kind(rule.checksum))
        return Error::invalid("prepare a rule", rule.id, "no checksum " + rule.checksum);
    }
  }
  return LocalTests(rules, now_unix_seconds);
}

LocalTests::LocalTests(const RuleList& rules, std::int64_t now_unix_seconds)
    : rules_(rules), now_unix_seconds_(now_unix_seconds) {}

Reason LocalTests::judge(std::uint32_t rule, std::string_view text,
                         const Candidate& candidate) const {
  const Rule& wanted = rules_[rule];
  std::string_view value = bytes_of(text, candidate.secret);
  const ChecksumKind kind = checksum_kind(wanted.checksum).value_or(ChecksumKind::None);
  if (!has_context(wanted, text, candidate)) return Reason::NoContext;
  if (kind == ChecksumKind::PrivateKey && holds_another_block(value)) return Reason::BadStructure;
  if (placeholder_of(wanted, text, candidate.secret, candidate.companions) !=
      PlaceholderKind::None) {
    return Reason::Placeholder;
  }
  if (!checksum_valid(kind, value, now_unix_seconds_)) return failed(kind);
  if (wanted.entropy > 0 && shannon_entropy(value) < wanted.entropy) return Reason::LowEntropy;
  return Reason::Kept;
}

}  // namespace leakwarden::scanner
