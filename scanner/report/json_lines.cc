#include <algorithm>
#include <ostream>

#include <fmt/format.h>

#include "scanner/report/json_writer.h"
#include "scanner/report/report.h"

namespace leakwarden::scanner {
namespace {

void add_location(JsonObject& object, const Location& location) {
  object.text("kind", place_kind_name(location.kind))
      .text_if("repository", location.repository)
      .text_if("path", location.path)
      .number_if("start_line", location.range.start_line)
      .number_if("end_line", location.range.end_line)
      .number_if("start_column", location.range.start_column)
      .number_if("end_column", location.range.end_column)
      .text_if("blob", location.blob)
      .text_if("commit", location.commit)
      .text_if("author", location.author)
      .text_if("email", location.email)
      .text_if("date", location.date);
  if (!location.refs.empty()) object.raw("refs", json_list(location.refs));
  if (location.at_tip) object.raw("at_tip", *location.at_tip ? "true" : "false");
  object.text_if("introduced_by", location.introduced_by);
}

std::string lines_as_json(const std::vector<std::int64_t>& lines) {
  return fmt::format("[{}]", fmt::join(lines, ","));
}

std::string facts_as_json(const std::map<std::string, std::string>& facts) {
  JsonObject object;
  for (const std::pair<const std::string, std::string>& fact : facts) {
    object.text(fact.first, fact.second);
  }
  return object.str();
}

std::string suppression_as_json(const Suppression& suppression) {
  JsonObject object;
  object.text_if("by", suppression.by)
      .text_if("reason", suppression.reason)
      .text_if("expires", suppression.expires);
  return object.str();
}

void add_advice(JsonObject& object, const Advice& advice) {
  object.text_if("revoke_url", advice.revoke_url);
  JsonObject words;
  words.text_if("summary", advice.opens);
  if (!advice.steps.empty()) words.raw("steps", json_list(advice.steps));
  words.text_if("docs", advice.docs);
  if (!words.empty()) object.raw("advice", words.str());
}

std::string skipped_as_json(const std::vector<Gap>& gaps) {
  std::string json = "[";
  for (const Gap& gap : gaps) {
    if (json.size() > 1) json += ',';
    JsonObject object;
    object.text("what", gap.what).text("reason", gap.reason);
    object.number_if("bytes", static_cast<std::int64_t>(gap.bytes));
    json += object.str();
  }
  return json += ']';
}

}  // namespace

std::vector<const Finding*> listed_findings(const ReportInput& input) {
  std::vector<const Finding*> ordered;
  for (const Finding& finding : input.findings) ordered.push_back(&finding);
  if (input.list_suppressed) {
    for (const Finding& finding : input.suppressed) ordered.push_back(&finding);
  }
  std::stable_sort(ordered.begin(), ordered.end(), [](const Finding* left, const Finding* right) {
    return report_order(*left, *right);
  });
  return ordered;
}

std::string summary_members_as_json(const ReportInput& input) {
  const Coverage& coverage = input.coverage;
  JsonObject summary;
  summary.text("outcome", outcome_name(outcome_of(coverage, input.findings.size())))
      .number("objects", static_cast<std::int64_t>(coverage.objects))
      .number("bytes", static_cast<std::int64_t>(coverage.bytes))
      .number_if("suppressed", static_cast<std::int64_t>(input.suppressed.size()))
      .raw("skipped", skipped_as_json(coverage.gaps))
      .number_if("skipped_unlisted", static_cast<std::int64_t>(coverage.unrecorded_gaps))
      .raw("notes", json_list(coverage.notes))
      .number("rules", static_cast<std::int64_t>(input.rule_count))
      .text("ruleset", input.ruleset_digest)
      .raw("seconds", fmt::format("{:.3f}", input.seconds));
  return summary.str();
}

std::string summary_as_json(const ReportInput& input) {
  JsonObject line;
  line.raw("summary", summary_members_as_json(input));
  return line.str();
}

std::string finding_as_json(const Finding& finding, ShowSecrets show_secrets) {
  JsonObject object;
  object.text("rule_id", finding.rule_id)
      .text_if("rule_name", finding.rule_name)
      .text_if("provider", finding.provider)
      .text("severity", severity_name(finding.severity))
      .text("confidence", confidence_name(finding.confidence));
  add_location(object, finding.location);
  if (!finding.other_lines.empty()) object.raw("other_lines", lines_as_json(finding.other_lines));
  if (show_secrets == ShowSecrets::Yes) {
    object.text("secret", finding.secret.reveal(RevealFor::ShowSecrets));
  } else {
    object.text("secret", finding.secret.mask());
  }
  object.text("fingerprint", finding.fingerprint);
  if (!finding.facts.empty()) object.raw("facts", facts_as_json(finding.facts));
  if (!finding.decoded.empty()) object.raw("decoded", json_list(finding.decoded));
  object.text("verified", verified_name(finding.verified));
  if (finding.suppressed) object.raw("suppressed", suppression_as_json(*finding.suppressed));
  add_advice(object, finding.advice);
  return object.str();
}

void write_json_lines(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output) {
  for (const Finding* finding : listed_findings(input)) {
    output << finding_as_json(*finding, show_secrets) << '\n';
  }
  output << summary_as_json(input) << '\n';
}

}  // namespace leakwarden::scanner
