#include "scanner/cli/mcp_tools.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>
#include <vector>

#include <fmt/core.h>

#include "scanner/base/file.h"
#include "scanner/base/fingerprint.h"
#include "scanner/base/sanitize.h"
#include "scanner/cli/explain.h"
#include "scanner/cli/rules_text.h"
#include "scanner/cli/target.h"
#include "scanner/hooks/guarded_run.h"
#include "scanner/report/place_words.h"
#include "scanner/report/report.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostListed = 100;
constexpr std::size_t kMostRules = 50;
constexpr std::size_t kLongestArgument = 4096;  // of those that are no text to scan

struct Parameter {
  const char* name;
  const char* says;
  bool is_required;
};

// An answer in words, and the same for programs.
struct Said {
  std::string words;
  Json structured;
};

using Run = Result<Said> (*)(const McpTools& tools, const Json& arguments);

struct Tool {
  const char* name;
  const char* title;
  const char* says;
  std::vector<Parameter> parameters;
  Run run;
};

std::string argument(const Json& arguments, const char* name) {
  const Json::const_iterator found = arguments.find(name);
  return found == arguments.end() ? "" : found->get<std::string>();
}

std::string finding_line(const Finding& finding) {
  std::string line =
      fmt::format("{}: {} {} (rule {}, {} severity, {} confidence, {})",
                  place_words(finding.location), sanitize_for_terminal(finding.rule_name),
                  finding.secret.mask(), finding.rule_id, severity_name(finding.severity),
                  confidence_name(finding.confidence), short_fingerprint(finding.fingerprint));
  if (!finding.advice.revoke_url.empty()) {
    line += "; revoke at " + sanitize_for_terminal(finding.advice.revoke_url);
  }
  return line + "\n";
}

std::string gap_line(const Gap& gap) {
  return "not scanned: " + sanitize_for_terminal(gap.what + ": " + gap.reason) + "\n";
}

Json finding_json(const Finding& finding) {
  return Json::parse(finding_as_json(finding, ShowSecrets::No), nullptr, false);
}

const char* const kInstead =
    "Put a reference in the place of each value (an environment variable or a vault), and have a "
    "person replace what was ever shared.\n";

Said report_of(ScanReport report, Confidence confidence) {
  std::vector<Finding> findings = at_least(std::move(report.findings), confidence);
  const std::size_t suppressed = take_suppressed(findings).size();
  Said said;
  said.structured = {{"outcome", outcome_name(outcome_of(report.coverage, findings.size()))},
                     {"findings", Json::array()},
                     {"not_scanned", Json::array()},
                     {"suppressed", suppressed}};
  said.words = counted(findings.size(), "finding", "findings") + "\n";
  if (findings.empty()) {
    said.words = report.coverage.complete()
                     ? "no secrets found\n"
                     : "not everything was scanned; nothing found in the rest\n";
  }
  for (std::size_t i = 0; i < std::min(findings.size(), kMostListed); ++i) {
    said.words += finding_line(findings[i]);
    said.structured["findings"].push_back(finding_json(findings[i]));
  }
  if (findings.size() > kMostListed) {
    said.words += with_separators(findings.size() - kMostListed) + " more are not listed\n";
  }
  for (const Gap& gap : report.coverage.gaps) {
    if (said.structured["not_scanned"].size() >= kMostListed) break;
    said.words += gap_line(gap);
    said.structured["not_scanned"].push_back(valid_utf8(gap.what + ": " + gap.reason));
  }
  if (!findings.empty()) said.words += kInstead;
  return said;
}

// A file without a name, for the pass that reads a stream.
Result<Descriptor> stream_of(const std::string& text) {
  Descriptor file(::memfd_create("text", MFD_CLOEXEC));
  if (!file.valid()) return Error::from_errno("hold the text", "memory", errno);
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t count = ::write(file.get(), rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return Error::from_errno("hold the text", "memory", errno);
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  ::lseek(file.get(), 0, SEEK_SET);
  return file;
}

// Comments in a text that an agent gives are the agent's own.
Result<Said> scan_text(const McpTools& tools, const Json& arguments) {
  ScanOptions options = tools.settings.scan;
  options.inline_markers = InlineMarkers::Mention;
  LEAKWARDEN_TRY(const Descriptor stream, stream_of(argument(arguments, "text")));
  LEAKWARDEN_TRY(ScanReport report, scan_stream(stream.get(), options));
  return report_of(std::move(report), tools.settings.confidence);
}

// An agent is not to make us clone what it names, nor read what it sends us as a stream ("-").
Result<Target> local_target(const std::string& name) {
  LEAKWARDEN_TRY(Target target, find_target(name));
  if (target.kind != TargetKind::CloneUrl && target.kind != TargetKind::Stream) return target;
  return Error::invalid("scan", target.name, "not a repository on this machine");
}

Result<Said> scan_staged_changes(const McpTools& tools, const Json& arguments) {
  LEAKWARDEN_TRY(const Target target, local_target(argument(arguments, "repository")));
  Narrowing narrowing;
  narrowing.part = Part::Staged;
  LEAKWARDEN_TRY(ScannedTarget scanned, scan_target(target, narrowing, tools.settings));
  return report_of(std::move(scanned.report), tools.settings.confidence);
}

Result<Said> explain_finding(const McpTools& tools, const Json& arguments) {
  const std::string name = argument(arguments, "fingerprint");
  LEAKWARDEN_CHECK(local_target(argument(arguments, "repository")));
  LEAKWARDEN_TRY(const std::string words,
                 explanation_of(name, {argument(arguments, "repository")}, tools.settings));
  return Said{words, Json{{"explanation", valid_utf8(words)}}};
}

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return text;
}

Result<Said> show_rule(const RuleSet& rules, const std::string& id) {
  const Rule* rule = rules.find(id);
  if (rule == nullptr) return Error::not_found("show a rule", "", "no rule has this id");
  return Said{rule_text(*rule), Json::parse(rule_json(*rule), nullptr, false)};
}

Result<Said> list_rules(const McpTools& tools, const Json& arguments) {
  const RuleSet& rules = *tools.settings.scan.rules;
  const std::string id = argument(arguments, "id");
  if (!id.empty()) return show_rule(rules, id);
  const std::string query = lower(argument(arguments, "query"));
  Said said{"", {{"total", rules.size()}, {"rules", Json::array()}}};
  std::size_t matching = 0;
  for (const Rule& rule : rules.rules()) {
    const std::string words = lower(rule.id + " " + rule.name + " " + rule.provider);
    if (words.find(query) == std::string::npos || ++matching > kMostRules) continue;
    said.words += fmt::format("{}: {} ({} severity)\n", rule.id, sanitize_for_terminal(rule.name),
                              severity_name(rule.severity));
    said.structured["rules"].push_back({{"id", rule.id}, {"name", valid_utf8(rule.name)}});
  }
  said.structured["matching"] = matching;
  said.words += fmt::format("{} of {} rules match", matching, rules.size());
  said.words +=
      matching > kMostRules ? fmt::format(", the first {} are listed\n", kMostRules) : "\n";
  return said;
}

const std::vector<Tool>& tools_offered() {
  static const std::vector<Tool> kTools = {
      {"scan_text",
       "Scan a text for secrets",
       "Looks for API keys, tokens, passwords and private keys in a text. Use it before writing, "
       "running or sending something that may hold one. Findings show a mask, never the value.",
       {{"text", "the text to scan", true}},
       scan_text},
      {"scan_staged",
       "Scan what is staged in git",
       "Looks for secrets that the next commit of a git repository would add.",
       {{"repository", "path of the repository; default: the current folder", false}},
       scan_staged_changes},
      {"explain",
       "Explain a finding",
       "Says why something in a git repository was reported, where it stands and what to do now.",
       {{"fingerprint", "name of the finding, or its beginning: s1-3f2a9c01", true},
        {"repository", "path of the repository; default: the current folder", false}},
       explain_finding},
      {"rules",
       "Look up rules",
       "Lists the rules by which secrets are found, or shows one with how to revoke such a key.",
       {{"id", "id of one rule", false}, {"query", "a word in ids, names or providers", false}},
       list_rules},
  };
  return kTools;
}

Json schema_of(const Tool& tool) {
  Json schema = {{"type", "object"}, {"properties", Json::object()}};
  Json required = Json::array();
  for (const Parameter& parameter : tool.parameters) {
    schema["properties"][parameter.name] = {{"type", "string"}, {"description", parameter.says}};
    if (parameter.is_required) required.push_back(parameter.name);
  }
  if (!required.empty()) schema["required"] = required;
  schema["additionalProperties"] = false;
  return schema;
}

// "" when they fit.
std::string fault_of(const Tool& tool, const Json& arguments) {
  if (!arguments.is_object()) return "arguments must be an object";
  std::size_t known = 0;
  for (const Parameter& parameter : tool.parameters) {
    const Json::const_iterator found = arguments.find(parameter.name);
    if (found == arguments.end() && !parameter.is_required) continue;
    const std::string name = parameter.name;
    if (found == arguments.end()) return "the argument \"" + name + "\" is missing";
    if (!found->is_string()) return "the argument \"" + name + "\" must be a string";
    const std::string& value = found->get_ref<const std::string&>();
    if (name != "text" && value.size() > kLongestArgument) return name + " is too long";
    if (name != "text" && value.find('\0') != std::string::npos) return name + " holds a zero byte";
    ++known;
  }
  if (known != arguments.size()) return "there is an argument that this tool does not know";
  const bool is_named = tool.run == explain_finding;
  const std::string name = is_named ? arguments["fingerprint"].get<std::string>() : "s1-";
  if (!is_of_strong_value(name) && !is_of_weak_value(name)) {
    return "a fingerprint begins with s1- or w1-";
  }
  return "";
}

// Without where: that is what the caller gave.
std::string words_of(const Error& error) {
  std::string words = error.what + ": " + sanitize_for_terminal(error.why, 1000);
  if (error.kind == ErrorKind::NotFound && error.why.empty()) words = error.what + ": not found";
  return words;
}

std::string result_in_child(const Tool& tool, const McpTools& tools, const Json& arguments) {
  const Result<Said> said = tool.run(tools, arguments);
  Json result;
  if (said.ok()) {
    result["content"] = {{{"type", "text"}, {"text", valid_utf8(said->words)}}};
    result["structuredContent"] = said->structured;
    result["isError"] = false;
  } else {
    result = mcp_failure(words_of(said.error()));
  }
  return result.dump(-1, ' ', true, Json::error_handler_t::replace);
}

Json run_tool(const Tool& tool, const McpTools& tools, const Json& arguments) {
  GuardedLimits limits;
  limits.budget = tools.deadline;
  limits.address_space_bytes = 0;  // a repository's packs are mapped
  const GuardedOutcome outcome = run_guarded(
      limits, [&](GuardedChild& child) { child.finish(result_in_child(tool, tools, arguments)); });
  if (outcome.end != GuardedEnd::Finished) {
    return mcp_failure("not finished, so nothing is known to be clean: " +
                       guarded_words(outcome, limits));
  }
  return Json::parse(outcome.answer, nullptr, false);
}

}  // namespace

Json mcp_failure(const std::string& words) {
  Json result;
  result["content"] = {{{"type", "text"}, {"text", valid_utf8(words)}}};
  result["isError"] = true;
  return result;
}

Json mcp_tool_list() {
  Json list = Json::array();
  for (const Tool& tool : tools_offered()) {
    list.push_back({{"name", tool.name},
                    {"title", tool.title},
                    {"description", tool.says},
                    {"inputSchema", schema_of(tool)},
                    {"annotations", {{"readOnlyHint", true}, {"openWorldHint", false}}}});
  }
  return list;
}

McpToolAnswer call_mcp_tool(const McpTools& tools, const std::string& name, const Json& arguments) {
  McpToolAnswer answer;
  for (const Tool& tool : tools_offered()) {
    if (tool.name != name) continue;
    answer.words = fault_of(tool, arguments);
    if (!answer.words.empty()) answer.fault = McpFault::WrongArguments;
    if (answer.words.empty()) answer.result = run_tool(tool, tools, arguments);
    return answer;
  }
  answer.fault = McpFault::UnknownTool;
  answer.words = "unknown tool: there are scan_text, scan_staged, explain and rules";
  return answer;
}

}  // namespace leakwarden::scanner
