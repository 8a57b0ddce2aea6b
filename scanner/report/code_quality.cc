// GitLab's Code Quality report: the merge request widget that every tier shows.
//
// An array of what is found; a place for what was not scanned it has not, nor for what is
// suppressed.

#include <algorithm>
#include <ostream>

#include "scanner/base/sanitize.h"
#include "scanner/report/alert_ids.h"
#include "scanner/report/formats.h"
#include "scanner/report/groups.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/uri.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostDescriptionBytes = 500;

const char* code_quality_severity(Severity severity) {
  static constexpr const char* kNames[] = {"minor", "major", "critical", "blocker"};
  return kNames[static_cast<std::size_t>(severity)];
}

std::string location_as_json(const Location& place) {
  JsonObject lines;
  lines.number("begin", std::max<std::int64_t>(1, place.range.start_line));
  JsonObject object;
  object.text("path", is_file(place.kind) && !place.path.empty() ? place.path : place_uri(place))
      .raw("lines", lines.str());
  return object.str();
}

std::string issue(const Finding& finding, AlertIds& ids) {
  JsonObject object;
  object
      .text("description", sanitize_for_header(finding.rule_name + " " + finding.secret.mask(),
                                               kMostDescriptionBytes))
      .text("check_name", finding.rule_id)
      .text("fingerprint", ids.next(finding))
      .text("severity", code_quality_severity(finding.severity))
      .raw("location", location_as_json(finding.location));
  return object.str();
}

}  // namespace

void write_code_quality(const ReportInput& input, std::ostream& output) {
  AlertIds ids;
  const std::vector<SecretInFile> places = by_secret_and_file(input.findings);
  output << "[";
  const char* between = "\n";
  for (const SecretInFile& place : places) {
    output << between << issue(*place.best, ids);
    between = ",\n";
  }
  output << "\n]\n";
}

}  // namespace leakwarden::scanner
