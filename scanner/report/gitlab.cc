// GitLab's secret detection report, schema 15.0.4.
//
// Ids are UUIDs of rule, file and fingerprint, so that the next pipeline's report has the same
// ones; what a vulnerability is tracked by is that id, too, so that one that moves inside its file
// is not a new one. Times are UTC without a zone, as the schema asks. A finding that no commit
// introduced (work tree, index, a folder) names the commit 0000000, as GitLab's own analyzer does.

#include <ostream>
#include <utility>

#include <fmt/core.h>

#include "scanner/base/clock.h"
#include "scanner/base/sanitize.h"
#include "scanner/report/alert_ids.h"
#include "scanner/report/formats.h"
#include "scanner/report/groups.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/place_words.h"
#include "scanner/report/rule_help.h"
#include "scanner/report/uri.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kVersion = "15.0.4";
constexpr const char* kNoCommit = "0000000";
constexpr std::size_t kMostNameBytes = 255;
constexpr std::size_t kMostSolutionBytes = 7000;
constexpr std::size_t kMostAlsoListed = 20;

std::string gitlab_time(std::int64_t unix_seconds) {
  std::string time = rfc3339(from_unix_seconds(unix_seconds));
  time.pop_back();
  return time;
}

const char* gitlab_severity(Severity severity) {
  static constexpr const char* kNames[] = {"Low", "Medium", "High", "Critical"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::string program(const ScanRun& run) {
  JsonObject vendor;
  vendor.text("name", "Leakwarden");
  JsonObject object;
  object.text("id", "leakwarden")
      .text("name", "Leakwarden")
      .text("version", run.version.empty() ? "0" : run.version)
      .raw("vendor", vendor.str());
  return object.str();
}

std::string message(const char* level, const std::string& text) {
  JsonObject object;
  object.text("level", level).text("value", sanitize_for_header(text, 1000));
  return object.str();
}

std::string messages(const ReportInput& input) {
  const Coverage& coverage = input.coverage;
  std::vector<std::string> all;
  for (const Gap& gap : coverage.gaps)
    all.push_back(message("warn", "not scanned: " + gap.what + ": " + gap.reason));
  if (coverage.unrecorded_gaps > 0)
    all.push_back(message(
        "warn", "not scanned: " + with_separators(coverage.unrecorded_gaps) + " more places"));
  for (const std::string& note : coverage.notes) all.push_back(message("info", "note: " + note));
  if (!input.suppressed.empty())
    all.push_back(message("info", counted(input.suppressed.size(), "suppressed finding is",
                                          "suppressed findings are") +
                                      " left out"));
  return json_array(all);
}

std::string identifier(const Finding& finding) {
  JsonObject object;
  object.text("type", "leakwarden_rule_id")
      .text("name", "Leakwarden rule id " + finding.rule_id)
      .text("value", finding.rule_id);
  if (is_web_url(finding.advice.docs)) object.text("url", finding.advice.docs);
  return object.str();
}

std::string file_of(const Location& place) {
  return is_file(place.kind) && !place.path.empty() ? place.path : place_uri(place);
}

std::string location_as_json(const Finding& finding) {
  const Location& place = finding.location;
  JsonObject commit;
  commit.text_if("author", sanitize_for_header(place.author))
      .text_if("date", place.date)
      .text("sha", place.commit.empty() ? kNoCommit : place.commit);
  JsonObject object;
  object.text("file", file_of(place))
      .number_if("start_line", place.range.start_line)
      .number_if("end_line", place.range.end_line)
      .raw("commit", commit.str());
  return object.str();
}

std::string links(const Advice& advice) {
  std::vector<std::string> all;
  const std::pair<const char*, const std::string*> kLinks[] = {
      {"Revoke it here", &advice.revoke_url}, {"More about these keys", &advice.docs}};
  for (const std::pair<const char*, const std::string*>& link : kLinks) {
    if (!is_web_url(*link.second)) continue;
    JsonObject object;
    object.text("name", link.first).text("url", *link.second);
    all.push_back(object.str());
  }
  return json_array(all);
}

std::string detail(const char* name, const std::string& value) {
  JsonObject object;
  object.text("name", name).text("type", "text").text("value", value);
  return object.str();
}

std::string also_words(const SecretInFile& place) {
  std::string words;
  for (std::size_t at = 0; at < place.also.size() && at < kMostAlsoListed; ++at)
    words += (words.empty() ? "" : ", ") + place_words(place.also[at]->location);
  return words;
}

std::string details(const SecretInFile& place) {
  const Finding& finding = *place.best;
  JsonObject object;
  object.raw("secret", detail("Value, masked", finding.secret.mask()))
      .raw("fingerprint", detail("Leakwarden fingerprint", finding.fingerprint))
      .raw("confidence", detail("Confidence", std::string(confidence_name(finding.confidence))));
  const std::string also = also_words(place);
  if (!also.empty()) object.raw("also", detail("Also at", also));
  return object.str();
}

// GitLab compares signatures by algorithm and value; "hash" is the one whose making is ours.
std::string tracking(const Finding& finding, const std::string& id) {
  JsonObject signature;
  signature.text("algorithm", "hash").text("value", id);
  JsonObject item;
  item.text("file", file_of(finding.location))
      .number_if("start_line", finding.location.range.start_line)
      .number_if("end_line", finding.location.range.end_line)
      .raw("signatures", json_array({signature.str()}));
  JsonObject object;
  object.text("type", "source").raw("items", json_array({item.str()}));
  return object.str();
}

std::string vulnerability(const SecretInFile& place, AlertIds& ids) {
  const Finding& finding = *place.best;
  const std::string id = ids.next(finding);
  JsonObject object;
  object.text("id", id)
      .text("name", sanitize_for_header(finding.rule_name, kMostNameBytes))
      .text("description",
            sanitize_for_header(
                finding.advice.opens.empty() ? finding.rule_name : "Opens: " + finding.advice.opens,
                4000))
      .text("severity", gitlab_severity(finding.severity))
      .text("solution", valid_utf8(steps_text(finding.advice).substr(0, kMostSolutionBytes)))
      .raw("identifiers", json_array({identifier(finding)}))
      .raw("links", links(finding.advice))
      .raw("details", details(place))
      .raw("tracking", tracking(finding, id))
      .raw("location", location_as_json(finding));
  return object.str();
}

std::string scan(const ReportInput& input) {
  JsonObject object;
  object.raw("analyzer", program(input.run))
      .raw("scanner", program(input.run))
      .text("type", "secret_detection")
      .text("start_time", gitlab_time(input.run.start_unix_seconds))
      .text("end_time", gitlab_time(input.run.finish_unix_seconds))
      .text("status", input.coverage.complete() ? "success" : "failure")
      .raw("messages", messages(input));
  return object.str();
}

}  // namespace

void write_gitlab(const ReportInput& input, std::ostream& output) {
  output << "{\"version\":\"" << kVersion << "\",\"scan\":" << scan(input)
         << ",\n\"vulnerabilities\":[";
  AlertIds ids;
  const std::vector<SecretInFile> places = by_secret_and_file(input.findings);
  const char* between = "\n";
  for (const SecretInFile& place : places) {
    output << between << vulnerability(place, ids);
    between = ",\n";
  }
  output << "\n]}\n";
}

}  // namespace leakwarden::scanner
