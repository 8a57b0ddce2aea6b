#include "scanner/report/rule_help.h"

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/report/uri.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kAnyKey =
    "Replace the key where it was issued, end the old one, and read its value from outside the "
    "repository. Removing the line does not help: history and clones keep it.";
constexpr std::size_t kMostBytes = 2000;

std::string safe(std::string_view text) {
  return sanitize_for_header(text, kMostBytes);
}

}  // namespace

std::string steps_text(const Advice& advice) {
  if (advice.steps.empty()) return kAnyKey;
  std::string text;
  for (std::size_t at = 0; at < advice.steps.size(); ++at) {
    if (at > 0) text += '\n';
    text += fmt::format("{}. {}", at + 1, safe(advice.steps[at]));
  }
  return text;
}

std::string help_text(const Finding& finding) {
  const Advice& advice = finding.advice;
  std::string text = safe(finding.rule_name) + ".\n";
  if (!advice.opens.empty()) text += "Opens: " + safe(advice.opens) + "\n";
  text += steps_text(advice) + "\n";
  if (is_web_url(advice.revoke_url)) text += "Revoke: " + safe(advice.revoke_url) + "\n";
  if (is_web_url(advice.docs)) text += "More: " + safe(advice.docs) + "\n";
  return text;
}

std::string help_markdown(const Finding& finding) {
  const Advice& advice = finding.advice;
  std::string text = "# " + safe(finding.rule_name) + "\n\n";
  if (!advice.opens.empty()) text += "**What it opens.** " + safe(advice.opens) + "\n\n";
  text += "**What to do now**\n\n" + steps_text(advice) + "\n\n";
  if (is_web_url(advice.revoke_url)) text += "[Revoke it](" + only_uri(advice.revoke_url) + ")\n";
  if (is_web_url(advice.docs)) text += "[More about these keys](" + only_uri(advice.docs) + ")\n";
  return text;
}

}  // namespace leakwarden::scanner
