#include <algorithm>
#include <ostream>

#include "scanner/base/sanitize.h"
#include "scanner/report/comparison.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

std::string shown(const Secret& value, ShowSecrets show) {
  if (value.empty()) return "(value not told)";
  return show == ShowSecrets::Yes ? std::string(value.reveal(RevealFor::ShowSecrets))
                                  : value.mask();
}

std::string words_of(const PeerFinding& finding) {
  std::string words = finding.path.empty() ? "no file" : finding.path;
  if (finding.line > 0) words += ":" + std::to_string(finding.line);
  if (!finding.commit.empty()) words += " in " + short_id(finding.commit);
  return words;
}

std::string more_places(std::size_t others) {
  return others == 0 ? "" : ", and " + counted(others, "more place", "more places");
}

// "  Postman API key   PMAK…" and below it the place.
void write_secret(const std::string& name, const std::string& value, const std::string& place,
                  std::ostream& output) {
  output << "  " << sanitize_for_terminal(name) << "  " << sanitize_for_terminal(value)
         << "\n      " << sanitize_for_terminal(place, 4000) << '\n';
}

void write_ours(const SecretGroup& group, ShowSecrets show, std::ostream& output) {
  const Location& place = group.best->location;
  const std::string history = history_words(place);
  write_secret(group.best->rule_name, shown(group.best->secret, show),
               place_words(place) + (history.empty() ? "" : ", " + history) +
                   more_places(group.others.size()),
               output);
}

void write_theirs(const PeerGroup& group, ShowSecrets show, std::ostream& output) {
  const PeerFinding& first = *group.places.front();
  write_secret(first.rule, shown(first.value, show),
               words_of(first) + more_places(group.places.size() - 1), output);
}

std::string tool_of(const PeerReport& theirs) {
  return theirs.tool.empty() ? "the other report" : theirs.tool;
}

std::string ours_as_json(const SecretGroup& group, const char* found_by, ShowSecrets show) {
  JsonObject object;
  object.text("found_by", found_by)
      .number("places", static_cast<std::int64_t>(1 + group.others.size()))
      .raw("finding", finding_as_json(*group.best, show));
  return object.str();
}

std::string theirs_as_json(const PeerReport& report, const PeerGroup& group, ShowSecrets show) {
  const PeerFinding& first = *group.places.front();
  JsonObject finding;
  finding.text("rule", first.rule)
      .text_if("path", first.path)
      .number_if("start_line", first.line)
      .text_if("commit", first.commit);
  if (!first.value.empty()) finding.text("secret", shown(first.value, show));
  JsonObject object;
  object.text("found_by", "them")
      .text("tool", report.tool)
      .number("places", static_cast<std::int64_t>(group.places.size()))
      .raw("finding", finding.str());
  return object.str();
}

}  // namespace

void write_comparison_text(const ReportInput& input, const PeerReport& theirs,
                           const TextStyle& style, std::ostream& output) {
  const Comparison comparison = compare(input.findings, theirs);
  if (!comparison.only_here.empty()) output << "only Leakwarden\n";
  for (const SecretGroup& group : comparison.only_here)
    write_ours(group, style.show_secrets, output);
  if (!comparison.only_there.empty()) output << "only " << tool_of(theirs) << '\n';
  for (const PeerGroup& group : comparison.only_there)
    write_theirs(group, style.show_secrets, output);
  output << counted(comparison.both.size(), "secret", "secrets") << " in both, "
         << with_separators(comparison.only_here.size()) << " only here, "
         << with_separators(comparison.only_there.size()) << " only in " << tool_of(theirs) << '\n';
  if (comparison.gave_up) output << "too large to compare each with each: some are in both\n";
  for (const Gap& gap : input.coverage.gaps) {
    output << "not scanned: " << sanitize_for_terminal(gap.what + ": " + gap.reason, 4000) << '\n';
  }
  const std::uint64_t more = input.coverage.unrecorded_gaps;
  if (more > 0) output << "not scanned: " << with_separators(more) << " more places\n";
}

void write_comparison_lines(const ReportInput& input, const PeerReport& theirs,
                            ShowSecrets show_secrets, std::ostream& output) {
  const Comparison comparison = compare(input.findings, theirs);
  for (const SecretGroup& group : comparison.only_here)
    output << ours_as_json(group, "us", show_secrets) << '\n';
  for (const PeerGroup& group : comparison.only_there)
    output << theirs_as_json(theirs, group, show_secrets) << '\n';
  for (const SecretGroup& group : comparison.both)
    output << ours_as_json(group, "both", show_secrets) << '\n';
  JsonObject totals;
  totals.text("tool", theirs.tool)
      .number("only_us", static_cast<std::int64_t>(comparison.only_here.size()))
      .number("only_them", static_cast<std::int64_t>(comparison.only_there.size()))
      .number("both", static_cast<std::int64_t>(comparison.both.size()));
  if (comparison.gave_up) totals.raw("incomplete", "true");
  JsonObject line;
  line.raw("comparison", totals.str());
  output << line.str() << '\n' << summary_as_json(input) << '\n';
}

}  // namespace leakwarden::scanner
