// SARIF 2.1.0 as GitHub code scanning reads it.
//
// One run. Suppressed findings stay in it, marked: an alert whose result vanishes is closed, and
// opened anew when the suppression ends. What was not scanned stands in the invocation.

#include <algorithm>
#include <ostream>

#include <fmt/core.h>

#include "scanner/base/clock.h"
#include "scanner/report/formats.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/sarif_result.h"
#include "scanner/report/uri.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kSchema = "https://json.schemastore.org/sarif-2.1.0.json";
// All before the last '/' is GitHub's category: uploads of one category replace each other.
constexpr const char* kRunName = "leakwarden/secrets/";

std::string notification(const char* id, const char* level, const std::string& text) {
  JsonObject descriptor;
  descriptor.text("id", id);
  JsonObject object;
  object.raw("descriptor", descriptor.str())
      .text("level", level)
      .raw("message", sarif_message(text));
  return object.str();
}

std::string notifications(const ReportInput& input, std::size_t left_out) {
  const Coverage& coverage = input.coverage;
  std::vector<std::string> all;
  for (const Gap& gap : coverage.gaps)
    all.push_back(notification("not-scanned", "error", gap.what + ": " + gap.reason));
  if (coverage.unrecorded_gaps > 0) {
    all.push_back(notification(
        "not-scanned", "error",
        counted(coverage.unrecorded_gaps, "more place was", "more places were") + " not scanned"));
  }
  if (left_out > 0) {
    all.push_back(notification("results-left-out", "warning",
                               counted(left_out, "result", "results") +
                                   " over the limit of code scanning left out, the worst kept; "
                                   "--format jsonl has all"));
  }
  for (const std::string& note : coverage.notes) all.push_back(notification("note", "note", note));
  return json_array(all);
}

std::string folder_uri(const std::string& folder) {
  return "file://" + percent_encoded(folder) + (folder.back() == '/' ? "" : "/");
}

std::string folder_location(const std::string& folder) {
  JsonObject object;
  object.text("uri", folder_uri(folder));
  return object.str();
}

std::string invocations(const ReportInput& input, std::size_t left_out) {
  JsonObject object;
  object.raw("executionSuccessful", input.coverage.complete() ? "true" : "false")
      .text("startTimeUtc", rfc3339(from_unix_seconds(input.run.start_unix_seconds)))
      .text("endTimeUtc", rfc3339(from_unix_seconds(input.run.finish_unix_seconds)))
      .raw("toolExecutionNotifications", notifications(input, left_out));
  if (!input.run.root.empty()) object.raw("workingDirectory", folder_location(input.run.root));
  return json_array({object.str()});
}

std::string tool(const ReportInput& input, const SarifRules& rules) {
  JsonObject driver;
  driver.text("name", "Leakwarden")
      .text_if("version", input.run.version)
      .text_if("semanticVersion", input.run.version)
      .raw("rules", rules.as_json());
  JsonObject object;
  object.raw("driver", driver.str());
  return object.str();
}

std::string provenance(const ScanRun& run) {
  JsonObject object;
  object.text("repositoryUri", run.repository_uri)
      .text_if("revisionId", run.commit)
      .text_if("branch", run.branch);
  return json_array({object.str()});
}

std::string properties(const ReportInput& input) {
  JsonObject object;
  object.raw("summary", summary_members_as_json(input));
  return object.str();
}

void write_run(const ReportInput& input, const std::vector<SecretInFile>& places,
               std::size_t left_out, ShowSecrets show_secrets, std::ostream& output) {
  std::vector<const Finding*> shown;
  for (const SecretInFile& place : places) shown.push_back(place.best);
  const SarifRules rules(shown);
  JsonObject name;
  name.text("id", kRunName);
  JsonObject run;
  run.raw("tool", tool(input, rules))
      .raw("automationDetails", name.str())
      .text("columnKind", "utf16CodeUnits")
      .raw("invocations", invocations(input, left_out));
  if (!input.run.root.empty()) {
    JsonObject bases;
    bases.raw("%SRCROOT%", folder_location(input.run.root));
    run.raw("originalUriBaseIds", bases.str());
  }
  if (!input.run.repository_uri.empty()) run.raw("versionControlProvenance", provenance(input.run));
  run.raw("properties", properties(input));
  std::string text = run.str();
  text.pop_back();
  output << text << ",\"results\":[";
  SarifResults results(rules, show_secrets);
  const char* between = "\n";
  for (const SecretInFile& place : places) {
    output << between << results.as_json(place);
    between = ",\n";
  }
  output << "\n]}";
}

}  // namespace

void write_sarif(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output) {
  std::vector<SecretInFile> places = by_secret_and_file(input.findings);
  const std::vector<SecretInFile> suppressed = by_secret_and_file(input.suppressed);
  places.insert(places.end(), suppressed.begin(), suppressed.end());
  const std::size_t kept = std::min(places.size(), kMostSarifResults);
  const std::size_t left_out = places.size() - kept;
  places.resize(kept);
  output << "{\"$schema\":\"" << kSchema << "\",\"version\":\"2.1.0\",\"runs\":[";
  write_run(input, places, left_out, show_secrets, output);
  output << "]}\n";
}

}  // namespace leakwarden::scanner
