#include "scanner/hooks/agent_words.h"

#include <algorithm>
#include <set>
#include <vector>

#include <fmt/core.h>

#include "scanner/base/sanitize.h"
#include "scanner/hooks/message.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostListed = 10;
constexpr std::size_t kMostReasons = 3;

std::string found_words(const AgentCall& call, const AgentVerdict& verdict) {
  const std::string secrets = secrets_words(verdict.findings);
  switch (call.event->stage) {
    case AgentStage::Prompt:
      return "leakwarden stopped this prompt: it holds " + secrets + ".";
    case AgentStage::Read:
      return "leakwarden stopped this: the file holds " + secrets + ".";
    case AgentStage::Output:
      return verdict.masked ? "leakwarden masked this output: it held " + secrets + "."
                            : "leakwarden: this output holds " + secrets + ".";
    case AgentStage::Past:
      return "leakwarden: this has already happened, and it holds " + secrets + ".";
    case AgentStage::Call:
      break;
  }
  return "leakwarden stopped this call: it holds " + secrets + ".";
}

std::string place_of(const Finding& finding) {
  const Location& place = finding.location;
  if (place.path.empty()) return "";
  const std::string line =
      place.range.start_line > 0 ? fmt::format(", line {}", place.range.start_line) : "";
  return " in " + sanitize_for_terminal(place.path) + line;
}

std::string listed(const std::vector<Finding>& findings) {
  std::string text;
  for (std::size_t i = 0; i < std::min(findings.size(), kMostListed); ++i) {
    const Finding& finding = findings[i];
    text += fmt::format("- {} {} (rule {}){}\n", sanitize_for_terminal(finding.rule_name),
                        finding.secret.mask(), finding.rule_id, place_of(finding));
  }
  if (findings.size() > kMostListed) {
    text += "- and " + with_separators(findings.size() - kMostListed) + " more\n";
  }
  return text;
}

std::string instead(const AgentCall& call) {
  if (call.event->stage == AgentStage::Output) {
    return "Do not ask for the value in another way. Work with its name: an environment variable "
           "($NAME) or a reference to a vault ({{vault:name}}).";
  }
  if (call.event->stage == AgentStage::Past) {
    return "Take the value out again and put a reference in its place: an environment variable "
           "($NAME) or a vault ({{vault:name}}).";
  }
  return "Do not write, run or send the value. Put a reference in its place: an environment "
         "variable ($NAME) or a vault ({{vault:name}}), kept outside git.";
}

std::string revoke_words(const std::vector<Finding>& findings) {
  std::set<std::string> urls;
  for (const Finding& finding : findings) {
    if (!finding.advice.revoke_url.empty()) urls.insert(finding.advice.revoke_url);
  }
  std::string text = "If it was ever shared, a person has to replace it.";
  for (const std::string& url : urls) text += " " + sanitize_for_terminal(url);
  return text;
}

std::string allow_words(const std::vector<Finding>& findings) {
  std::set<std::string> names;
  for (const Finding& finding : findings) names.insert(short_fingerprint(finding.fingerprint));
  std::string list;
  for (const std::string& name : names) {
    if (list.size() < 200) list += (list.empty() ? "" : ",") + name;
  }
  return "Not a secret? A person can let it pass: LEAKWARDEN_ALLOW=" + list +
         " in the environment the agent is started in.";
}

std::string decision_words(AgentDecision decision) {
  switch (decision) {
    case AgentDecision::Allow:
      return "It was let through, as its owner chose (--on-timeout allow).";
    case AgentDecision::Ask:
      return "A person should look at it before it goes on (--on-timeout ask).";
    case AgentDecision::Deny:
      return "It was stopped, because what was not looked at is not known to be clean "
             "(--on-timeout deny). Make the call smaller, or let a person make it.";
  }
  return "";
}

std::string unfinished_words(const AgentVerdict& verdict, AgentDecision decision) {
  std::string why;
  for (std::size_t i = 0; i < std::min(verdict.unscanned.size(), kMostReasons); ++i) {
    why += (why.empty() ? "" : "; ") + sanitize_for_terminal(verdict.unscanned[i]);
  }
  return "leakwarden could not finish looking at this: " + why + ".\n" + decision_words(decision);
}

}  // namespace

std::string agent_words(const AgentCall& call, const AgentVerdict& verdict,
                        AgentDecision decision) {
  if (!verdict.findings.empty()) {
    return found_words(call, verdict) + "\n" + listed(verdict.findings) + instead(call) + "\n" +
           revoke_words(verdict.findings) + "\n" + allow_words(verdict.findings);
  }
  return verdict.unscanned.empty() ? "" : unfinished_words(verdict, decision);
}

}  // namespace leakwarden::scanner
