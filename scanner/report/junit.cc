// JUnit XML that satisfies both the schema of Jenkins' plugin and the older one of Ant: properties
// first, no attributes of later dialects.

#include <algorithm>
#include <ostream>

#include <fmt/core.h>

#include "scanner/base/clock.h"
#include "scanner/base/sanitize.h"
#include "scanner/report/formats.h"
#include "scanner/report/groups.h"
#include "scanner/report/place_words.h"
#include "scanner/report/rule_help.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

// The characters that XML 1.0 forbids are among the controls that are left out; noncharacters
// (U+FFFE, U+FFFF) too.
std::string xml(std::string_view text) {
  std::string safe = sanitize_for_html(text, 4000);
  for (std::string_view forbidden : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
    for (std::size_t at = safe.find(forbidden); at != std::string::npos; at = safe.find(forbidden))
      safe.erase(at, forbidden.size());
  }
  return safe;
}

std::string xml_lines(const std::string& text) {
  std::string lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines += xml(std::string_view(text).substr(begin, end - begin)) + "\n";
    begin = end + 1;
  }
  return lines;
}

std::string failure_text(const SecretInFile& place) {
  const Finding& finding = *place.best;
  std::string text = finding.masked_line + "\n";
  const std::string history = history_words(finding.location);
  if (!history.empty()) text += history + "\n";
  for (std::size_t at = 0; at < place.also.size() && at < kMostElsewhere; ++at)
    text += "also at " + place_words(place.also[at]->location) + "\n";
  return text + help_text(finding) + "leakwarden explain " + finding.fingerprint + "\n";
}

void open_case(const std::string& group, const std::string& name, std::ostream& output) {
  output << "    <testcase classname=\"" << xml(group) << "\" name=\"" << xml(name)
         << "\" time=\"0\"";
}

std::string name_of(const Finding& finding) {
  return place_words(finding.location) + " " + finding.rule_name + " " + finding.secret.mask();
}

void write_failure(const SecretInFile& place, std::ostream& output) {
  const Finding& finding = *place.best;
  open_case(finding.rule_id, name_of(finding), output);
  output << ">\n      <failure type=\"" << severity_name(finding.severity) << "\" message=\""
         << xml(finding.rule_name + " at " + place_words(finding.location)) << "\">"
         << xml_lines(failure_text(place)) << "</failure>\n    </testcase>\n";
}

void write_skipped(const Finding& finding, std::ostream& output) {
  open_case(finding.rule_id, name_of(finding), output);
  output << ">\n      <skipped message=\""
         << xml("suppressed: " + finding.suppressed->by + ", " + finding.suppressed->reason)
         << "\"/>\n    </testcase>\n";
}

void write_gap(const std::string& what, const std::string& reason, std::ostream& output) {
  open_case("coverage", what, output);
  output << ">\n      <error type=\"not-scanned\" message=\"" << xml("not scanned: " + reason)
         << "\"/>\n    </testcase>\n";
}

void write_gaps(const Coverage& coverage, std::ostream& output) {
  for (const Gap& gap : coverage.gaps) write_gap(gap.what, gap.reason, output);
  if (coverage.unrecorded_gaps > 0)
    write_gap(with_separators(coverage.unrecorded_gaps) + " more places", "see the first ones",
              output);
}

void write_clean(const ReportInput& input, std::ostream& output) {
  open_case("coverage", "no secrets in " + counted(input.coverage.objects, "object", "objects"),
            output);
  output << "/>\n";
}

}  // namespace

void write_junit(const ReportInput& input, std::ostream& output) {
  const std::vector<SecretInFile> places = by_secret_and_file(input.findings);
  const std::vector<SecretInFile> suppressed = by_secret_and_file(input.suppressed);
  const std::size_t errors =
      input.coverage.gaps.size() + (input.coverage.unrecorded_gaps > 0 ? 1 : 0);
  const bool clean = places.empty() && errors == 0;
  std::string time = rfc3339(from_unix_seconds(input.run.start_unix_seconds));
  time.pop_back();
  output << R"(<?xml version="1.0" encoding="UTF-8"?>)"
         << "\n<testsuites>\n"
         << fmt::format(
                "  <testsuite id=\"0\" package=\"leakwarden\" name=\"leakwarden\" "
                "hostname=\"localhost\" timestamp=\"{}\" time=\"{:.3f}\" tests=\"{}\" "
                "failures=\"{}\" errors=\"{}\" skipped=\"{}\">\n",
                time, input.seconds, places.size() + suppressed.size() + errors + (clean ? 1 : 0),
                places.size(), errors, suppressed.size())
         << "    <properties/>\n";
  for (const SecretInFile& place : places) write_failure(place, output);
  for (const SecretInFile& place : suppressed) write_skipped(*place.best, output);
  write_gaps(input.coverage, output);
  if (clean) write_clean(input, output);
  output << "    <system-out/>\n    <system-err/>\n  </testsuite>\n</testsuites>\n";
}

}  // namespace leakwarden::scanner
