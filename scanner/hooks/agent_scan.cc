#include "scanner/hooks/agent_scan.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "scanner/hooks/settings.h"
#include "scanner/hooks/verdict.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kName = "the call";
constexpr int kMostRounds = 3;  // of masking what is left

bool stood_before(const Finding& finding, const std::vector<std::string>& before) {
  const std::string_view value = finding.secret.reveal(RevealFor::Matching);
  const std::string_view written = finding.written.reveal(RevealFor::Matching);
  return std::any_of(before.begin(), before.end(), [&](const std::string& text) {
    return text.find(value) != std::string::npos ||
           (!written.empty() && text.find(written) != std::string::npos);
  });
}

// From the line of a text of lines to the field that the line is.
void name_field(const AgentText& text, const AgentTexts& texts, Location& place) {
  place.path = text.field;
  if (text.line_fields.empty()) return;
  const auto line = static_cast<std::size_t>(std::max<std::int64_t>(place.range.start_line, 1)) - 1;
  if (line < text.line_fields.size()) place.path = texts.fields[text.line_fields[line]];
  place.range = TextRange{};
}

std::vector<Finding> placed(std::vector<Finding> findings, const AgentTexts& texts) {
  std::vector<Finding> kept;
  for (Finding& finding : findings) {
    const AgentText& text = texts.texts[std::stoul(finding.location.path)];
    if (text.is_added && stood_before(finding, texts.before)) continue;
    name_field(text, texts, finding.location);
    finding.other_lines.clear();
    kept.push_back(std::move(finding));
  }
  return kept;
}

Result<ScanReport> scan_texts(const AgentTexts& texts, const ScanOptions& options) {
  LEAKWARDEN_TRY(std::unique_ptr<ScanJob> job, ScanJob::start(options));
  for (std::size_t number = 0; number < texts.texts.size(); ++number) {
    Location place;
    place.path = std::to_string(number);
    job->scan_text(kOwner, texts.texts[number].text, place, kName);
    job->covered(kOwner, texts.texts[number].text.size());
  }
  job->put_findings(placed(job->take_findings(), texts));
  return job->finish();
}

// The same value in a line and in a named line, or in several fields, is one to speak of.
void keep_first_of_each(std::vector<Finding>& findings) {
  std::set<std::string> seen;
  const auto is_known = [&](const Finding& finding) {
    return !seen.insert(finding.fingerprint).second;
  };
  findings.erase(std::remove_if(findings.begin(), findings.end(), is_known), findings.end());
}

Verdict judged(const AgentTexts& texts, const ScanOptions& options) {
  return judge_hook(scan_texts(texts, options), hook_confidence(),
                    split_names(environment_value("LEAKWARDEN_ALLOW")), FailClosed::Yes);
}

std::string without_values(std::string text, const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) text = with_value_masked(std::move(text), finding);
  return text;
}

// Cursor gives what a tool gave as JSON in a string.
std::optional<std::string> output_of(std::string_view json, const AgentCall& call) {
  if (call.event->form != AgentForm::Cursor) return std::nullopt;
  std::optional<std::string> inner;
  each_json_text(json, [&](const JsonText& text) {
    if (!text.is_key && text.path == call.event->scanned) inner = std::string(text.text);
  });
  return inner;
}

// Where a form has a place for it (agent_answer.h); nothing may be said to be masked that is not.
bool can_show_masked(const AgentCall& call) {
  const AgentEvent& event = *call.event;
  if (event.stage != AgentStage::Output || event.form == AgentForm::VsCode) return false;
  return event.form != AgentForm::Cursor || call.is_mcp;
}

std::optional<std::string> output_without(const std::vector<Finding>& findings,
                                          std::string_view json, const AgentCall& call) {
  const auto rewrite = [&](const std::string& text) { return without_values(text, findings); };
  const std::optional<std::string> inner = output_of(json, call);
  std::optional<std::string> masked = inner ? rewritten_member(*inner, "", rewrite)
                                            : rewritten_member(json, call.event->scanned, rewrite);
  if (!masked && !inner && !call.event->also_scanned.empty()) {
    masked = rewritten_member(json, call.event->also_scanned, rewrite);
  }
  return masked;
}

// Looked at again: half of a pair is a finding of its own once the other half is masked, and what
// cannot be masked (a value in pieces) must not be handed on as masked.
std::optional<std::string> masked_output(std::string_view json, const AgentCall& call,
                                         std::vector<Finding> findings,
                                         const ScanOptions& options) {
  for (int round = 0; round < kMostRounds; ++round) {
    std::optional<std::string> masked = output_without(findings, json, call);
    if (!masked) return std::nullopt;
    Verdict again = judged(all_texts_of(*masked), options);
    if (!again.unscanned.empty()) return std::nullopt;
    if (again.findings.empty()) return masked;
    std::move(again.findings.begin(), again.findings.end(), std::back_inserter(findings));
  }
  return std::nullopt;
}

}  // namespace

AgentVerdict judge_agent_call(std::string_view json, const AgentCall& call,
                              const ScanOptions& given) {
  ScanOptions options = given;
  options.jobs = 1;
  options.inline_markers = markers_in_pushes();
  AgentTexts texts = texts_of(json, call);
  // What is no JSON may be text that somebody sent all the same.
  if (texts.end != JsonEnd::Whole) texts.texts.push_back({std::string(json), "", {}, false});
  Verdict verdict = judged(texts, options);
  AgentVerdict result;
  result.findings = std::move(verdict.findings);
  result.unscanned = std::move(verdict.unscanned);
  if (texts.end == JsonEnd::Broken) result.unscanned.push_back("it is not whole JSON");
  if (texts.end == JsonEnd::TooDeep) result.unscanned.push_back("its JSON is nested too deep");
  // All of them: the second time a value may be written otherwise (in base64).
  if (!result.findings.empty() && can_show_masked(call)) {
    result.masked = masked_output(json, call, result.findings, options);
  }
  keep_first_of_each(result.findings);
  return result;
}

}  // namespace leakwarden::scanner
