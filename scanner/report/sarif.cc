// SARIF 2.1.0 as GitHub code scanning reads it.
//
// One run a repository, at most kMostSarifRuns: the last one takes all that is left. Suppressed
// findings stay, marked: an alert whose result vanishes is closed, and opened anew when the
// suppression ends. What was not scanned stands in the first run's invocation, with the summary;
// that it was not everything, in each. "absent" results are not written: code scanning would open
// alerts for them.

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include <fmt/core.h>

#include "scanner/base/clock.h"
#include "scanner/base/sha256.h"
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
constexpr std::size_t kNameDigits = 8;

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

enum class Extent { Brief, Full };

std::string invocations(const ReportInput& input, const std::string& root, std::size_t left_out,
                        Extent extent) {
  JsonObject object;
  object.raw("executionSuccessful", input.coverage.complete() ? "true" : "false")
      .text("startTimeUtc", rfc3339(from_unix_seconds(input.run.start_unix_seconds)))
      .text("endTimeUtc", rfc3339(from_unix_seconds(input.run.finish_unix_seconds)));
  if (extent == Extent::Full)
    object.raw("toolExecutionNotifications", notifications(input, left_out));
  if (!root.empty()) object.raw("workingDirectory", folder_location(root));
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

// What one run tells of.
struct RunPart {
  std::vector<const ScannedState*> states;
  std::vector<SecretInFile> places;
};

std::string provenance(const std::vector<const ScannedState*>& states) {
  std::vector<std::string> all;
  for (const ScannedState* state : states) {
    if (state->repository_uri.empty()) continue;
    JsonObject object;
    object.text("repositoryUri", state->repository_uri)
        .text_if("revisionId", state->commit)
        .text_if("branch", state->branch);
    all.push_back(object.str());
  }
  return all.empty() ? "" : json_array(all);
}

// Of several runs each has a category of its own, that of its repository.
std::string run_name(const RunPart& part, bool alone) {
  JsonObject name;
  if (alone || part.states.empty()) return name.text("id", kRunName).str();
  const ScannedState& state = *part.states.front();
  const std::string& named = state.repository_uri.empty() ? state.name : state.repository_uri;
  return name.text("id", kRunName + sha256_hex(named).substr(0, kNameDigits) + "/").str();
}

std::string properties(const ReportInput& input) {
  JsonObject object;
  object.raw("summary", summary_members_as_json(input));
  return object.str();
}

std::string run_head(const ReportInput& input, const RunPart& part, const SarifRules& rules,
                     std::size_t left_out, Extent extent, bool alone) {
  const std::string root = part.states.size() == 1 ? part.states.front()->root : "";
  JsonObject run;
  run.raw("tool", tool(input, rules))
      .raw("automationDetails", run_name(part, alone))
      .text("columnKind", "utf16CodeUnits")
      .raw("invocations", invocations(input, root, left_out, extent));
  if (!root.empty()) {
    JsonObject bases;
    bases.raw("%SRCROOT%", folder_location(root));
    run.raw("originalUriBaseIds", bases.str());
  }
  const std::string repositories = provenance(part.states);
  if (!repositories.empty()) run.raw("versionControlProvenance", repositories);
  if (extent == Extent::Full) run.raw("properties", properties(input));
  return run.str();
}

void write_results(const RunPart& part, SarifResults results, std::ostream& output) {
  const char* between = "\n";
  for (const SecretInFile& place : part.places) {
    output << between << results.as_json(place);
    between = ",\n";
  }
}

// Which run each repository's findings are in.
std::vector<RunPart> run_parts(const ReportInput& input, const std::vector<SecretInFile>& places) {
  std::vector<RunPart> parts(std::clamp<std::size_t>(input.run.states.size(), 1, kMostSarifRuns));
  std::map<std::string, std::size_t> part_of;
  for (const ScannedState& state : input.run.states) {
    const std::size_t at = std::min(part_of.size(), parts.size() - 1);
    parts[at].states.push_back(&state);
    part_of.emplace(state.name, at);
  }
  for (const SecretInFile& place : places) {
    const auto found = part_of.find(place.best->location.repository);
    parts[found == part_of.end() ? 0 : found->second].places.push_back(place);
  }
  return parts;
}

// The worst stay.
std::size_t cut_to_limit(std::vector<RunPart>& parts) {
  std::size_t left_out = 0;
  for (RunPart& part : parts) {
    const std::size_t kept = std::min(part.places.size(), kMostSarifResults);
    left_out += part.places.size() - kept;
    part.places.resize(kept);
  }
  return left_out;
}

}  // namespace

void write_sarif(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output,
                 const WasKnown& was_known) {
  std::vector<SecretInFile> places = by_secret_and_file(input.findings);
  const std::vector<SecretInFile> suppressed = by_secret_and_file(input.suppressed);
  places.insert(places.end(), suppressed.begin(), suppressed.end());
  std::vector<RunPart> parts = run_parts(input, places);
  const std::size_t left_out = cut_to_limit(parts);
  output << "{\"$schema\":\"" << kSchema << "\",\"version\":\"2.1.0\",\"runs\":[";
  for (const RunPart& part : parts) {
    const bool first = &part == &parts.front();
    std::vector<const Finding*> shown;
    for (const SecretInFile& place : part.places) shown.push_back(place.best);
    const SarifRules rules(shown);
    std::string head = run_head(input, part, rules, left_out, first ? Extent::Full : Extent::Brief,
                                parts.size() == 1);
    head.pop_back();
    output << (first ? "" : ",\n") << head << ",\"results\":[";
    const SarifResults results(rules, show_secrets, was_known ? was_known : input.was_known);
    write_results(part, results, output);
    output << "\n]}";
  }
  output << "]}\n";
}

}  // namespace leakwarden::scanner
