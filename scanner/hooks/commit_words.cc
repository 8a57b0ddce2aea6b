#include "scanner/hooks/commit_words.h"

#include <algorithm>
#include <set>

#include "scanner/hooks/reference_words.h"
#include "scanner/hooks/settings.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostCommands = 10;
constexpr std::size_t kMostReferences = 5;
constexpr std::size_t kMostFindings = 50;
constexpr std::size_t kMostUrls = 10;
constexpr std::size_t kMostNames = 50;

std::string where(const Finding& finding) {
  const Location& location = finding.location;
  if (location.kind != PlaceKind::CommitMessage) return place_words(location);
  return "line " + std::to_string(location.range.start_line) + " of the message";
}

void say_finding(HookMessage& message, const Finding& finding) {
  message.line(where(finding) + "   " + finding.rule_name + "   " + finding.secret.mask(), 2);
  if (finding.location.kind != PlaceKind::Path) message.line(finding.masked_line, 6);
  std::string why;
  for (const std::string& reason : finding.reasons) why += (why.empty() ? "why: " : "; ") + reason;
  message.line(why, 6);
}

void say_reference(HookMessage& message, const std::vector<Finding>& findings,
                   const CommitWords& words) {
  if (words.in_message) return;
  std::set<std::string> references;
  for (const Finding& finding : findings) {
    if (finding.location.kind == PlaceKind::Path || references.size() == kMostReferences) continue;
    references.insert(reference_for(finding));
  }
  std::string label = "reference it";
  for (const std::string& reference : references) {
    message.row(label, reference + (label.empty() ? "" : ", kept outside git"));
    label.clear();
  }
}

}  // namespace

std::string files_word(const std::vector<Finding>& findings) {
  std::set<std::string> files;
  const bool from_a_subfolder = !environment_value("GIT_PREFIX").empty();  // git says so
  for (const Finding& finding : findings) {
    const bool in_its_name = finding.location.kind == PlaceKind::Path;  // shown masked
    const std::string& path = finding.location.path;
    const bool is_no_plain_word = !path.empty() && (path[0] == '-' || path[0] == ':');
    const char* before = from_a_subfolder ? ":/" : is_no_plain_word ? "./" : "";
    const std::string file = in_its_name ? "" : shell_word(before + path);
    files.insert(file.empty() ? "FILE" : file);
  }
  return files.size() == 1 ? *files.begin() : "FILE…";
}

std::vector<std::string> finding_names(const std::vector<Finding>& findings) {
  std::set<std::string> names;
  for (const Finding& finding : findings) names.insert(short_fingerprint(finding.fingerprint));
  return {names.begin(), names.end()};
}

void say_not_a_secret(HookMessage& message, const std::vector<std::string>& names) {
  message.row("not a secret",
              "say so with a reason, here or in a comment on its line "
              "(leakwarden:allow and why):");
  for (std::size_t i = 0; i < names.size() && i < kMostCommands; ++i)
    message.command("leakwarden baseline add " + names[i] + " --reason \"test key\"");
  if (names.size() > kMostCommands) message.command("…");
}

std::string allow_command(const std::vector<std::string>& names, const std::string& command) {
  std::string list;
  const std::size_t listed = std::min(names.size(), kMostNames);
  for (std::size_t i = 0; i < listed; ++i) list += (list.empty() ? "" : ",") + names[i];
  if (names.size() > listed) list += ",…";
  return "LEAKWARDEN_ALLOW=" + list + " " + command;
}

void say_revoke(HookMessage& message, const std::vector<Finding>& findings) {
  std::set<std::string> urls;
  for (const Finding& finding : findings) {
    if (!finding.advice.revoke_url.empty()) urls.insert(finding.advice.revoke_url);
  }
  message.line("If it was ever shared, replace it:");
  std::size_t said = 0;
  for (const std::string& url : urls) {
    if (said++ == kMostUrls) break;
    message.command(url);
  }
  if (urls.size() > kMostUrls) message.command("…");
}

void say_commit_refused(HookMessage& message, const std::vector<Finding>& findings,
                        const CommitWords& words) {
  message.line("leakwarden: " + words.what + " would add " + secrets_words(findings));
  message.blank();
  const std::size_t listed = std::min(findings.size(), kMostFindings);
  for (std::size_t i = 0; i < listed; ++i) say_finding(message, findings[i]);
  if (findings.size() > listed) {
    message.line("and in " + counted(findings.size() - listed, "more place", "more places") +
                     "; the whole list:",
                 2);
    message.command(words.whole_list);
  }
  message.blank();
  const std::vector<std::string> names = finding_names(findings);
  message.row("take it out", words.take_out);
  say_reference(message, findings, words);
  say_not_a_secret(message, names);
  message.row("this once", "let it through this time only:");
  message.command(allow_command(names, words.again));
  say_revoke(message, findings);
}

}  // namespace leakwarden::scanner
