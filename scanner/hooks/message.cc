#include "scanner/hooks/message.h"

#include <algorithm>
#include <ostream>
#include <set>

#include "scanner/base/sanitize.h"
#include "scanner/report/groups.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kLabelWidth = 16;
constexpr std::size_t kMostTextBytes = 2000;
constexpr std::size_t kMostUnscannedListed = 20;
constexpr std::size_t kMostSuppressedListed = 20;
constexpr std::size_t kMostWaysListed = 3;

}  // namespace

void HookMessage::line(const std::string& text, std::size_t indent) {
  const std::string safe = sanitize_for_terminal(text, kMostTextBytes);
  const bool fits = display_width(safe) <= width_ - indent;
  for (const std::string& part :
       fits ? std::vector<std::string>{safe} : wrapped(safe, width_ - indent)) {
    if (!part.empty()) output_ << std::string(indent, ' ') << part << '\n';
  }
}

void HookMessage::row(const std::string& label, const std::string& text) {
  std::string head = "  " + label;
  head.resize(std::max(head.size() + 2, kLabelWidth), ' ');
  const std::string safe = sanitize_for_terminal(text, kMostTextBytes);
  for (const std::string& part : wrapped(safe, width_ - head.size())) {
    output_ << head << part << '\n';
    head.assign(head.size(), ' ');
  }
}

void HookMessage::command(const std::string& text) {
  output_ << "    " << sanitize_for_terminal(text, kMostTextBytes) << '\n';
}

void HookMessage::error(const Error& error) {
  const std::string text = error.message();
  const std::size_t end = std::min(text.find('\n'), text.size());
  line("leakwarden: " + text.substr(0, end));
  if (end < text.size()) line(text.substr(end + 1));
}

std::string secrets_words(const std::vector<Finding>& findings) {
  const std::size_t count = by_secret(findings).size();
  return count == 1 ? "a secret" : counted(count, "secret", "secrets");
}

std::string shell_word(const std::string& text) {
  if (text.empty() || sanitize_for_terminal(text, text.size() + 1) != text) return "";
  const bool plain =
      text[0] != '-' && std::all_of(text.begin(), text.end(), [](char c) {
        const bool letter =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        return letter || std::string_view("/._-+@%=:,").find(c) != std::string_view::npos;
      });
  if (plain) return text;
  std::string quoted = "'";
  for (char c : text) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted += "'";
}

void say_suppressed(HookMessage& message, const Verdict& verdict) {
  if (verdict.suppressed.empty()) return;
  const bool by_comments =
      std::all_of(verdict.suppressed.begin(), verdict.suppressed.end(),
                  [](const Finding& finding) { return finding.suppressed->by == "inline"; });
  message.line(by_comments ? "leakwarden: let through by a comment beside it:"
                           : "leakwarden: let through, somebody accepted it:");
  const std::size_t listed = std::min(verdict.suppressed.size(), kMostSuppressedListed);
  for (std::size_t i = 0; i < listed; ++i) {
    const Finding& finding = verdict.suppressed[i];
    message.line(place_words(finding.location) + "   " + finding.rule_name + "   " +
                     finding.secret.mask() + "   " + finding.suppressed->reason,
                 2);
  }
  if (verdict.suppressed.size() > listed) {
    message.line(with_separators(verdict.suppressed.size() - listed) + " more", 2);
  }
}

void say_decided(HookMessage& message, const Verdict& verdict) {
  if (verdict.decided.empty()) return;
  std::set<std::string> ways;
  for (const Finding& finding : verdict.decided) {
    const Suppression& decided = *finding.suppressed;
    ways.insert(decided.reason + (decided.expires.empty() ? "" : ", until " + decided.expires));
  }
  std::string words;
  for (const std::string& way : ways) words += (words.empty() ? "" : "; ") + way;
  if (ways.size() > kMostWaysListed) words = "in several ways";
  message.line("leakwarden: " + with_separators(by_secret(verdict.decided).size()) +
               " known to the server as decided (" + words + ")");
}

void say_unscanned(HookMessage& message, const Verdict& verdict, const std::string& what) {
  if (verdict.unscanned.empty()) return;
  const bool refused = verdict.decision == Decision::Refuse;
  message.line("leakwarden: " + what + (refused ? " was refused: " : " was let through: ") +
               "part of it could not be scanned");
  const std::size_t listed = std::min(verdict.unscanned.size(), kMostUnscannedListed);
  for (std::size_t i = 0; i < listed; ++i) message.line(verdict.unscanned[i], 4);
  if (verdict.unscanned.size() > listed) {
    message.line(with_separators(verdict.unscanned.size() - listed) + " more", 4);
  }
  if (verdict.out_of_time) {
    message.line("try: LEAKWARDEN_SECONDS=60 in the environment of this hook gives it more time",
                 4);
  } else if (refused && verdict.findings.empty()) {
    message.line(
        "or: LEAKWARDEN_FAIL_CLOSED=0 in the environment of this hook lets pass what cannot be "
        "scanned",
        4);
  }
}

}  // namespace leakwarden::scanner
