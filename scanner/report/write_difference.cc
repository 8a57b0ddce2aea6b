#include <ostream>
#include <string>

#include "scanner/base/sanitize.h"
#include "scanner/report/difference.h"
#include "scanner/report/json_writer.h"
#include "scanner/report/place_words.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMostPathBytes = 4000;

std::string place_of(const PeerFinding& finding) {
  std::string place = sanitize_for_terminal(
      finding.path.empty() ? "commit " + short_id(finding.commit) : finding.path, kMostPathBytes);
  if (finding.line > 0) place += ":" + std::to_string(finding.line);
  return place;
}

std::string heading_of(const PeerFinding& finding) {
  std::string words = sanitize_for_terminal(finding.name.empty() ? finding.rule : finding.name);
  if (!finding.severity.empty()) words = sanitize_for_terminal(finding.severity) + "  " + words;
  const std::string mask = finding.value.empty() ? finding.mask : finding.value.mask();
  return words + "  " + sanitize_for_terminal(mask);
}

void write_section(const char* title, const std::vector<Change>& changes, const char* elsewhere,
                   std::ostream& output) {
  if (changes.empty()) return;
  output << title << '\n';
  for (const Change& change : changes) {
    const PeerFinding& shown = change.after != nullptr ? *change.after : *change.before;
    output << "  " << heading_of(shown) << "\n      ";
    if (change.before != nullptr && change.after != nullptr)
      output << place_of(*change.before) << " → ";
    output << place_of(shown) << (change.elsewhere ? elsewhere : "") << '\n';
  }
}

std::string place_as_json(const PeerFinding& finding) {
  JsonObject object;
  object.text_if("repository", finding.repository)
      .text_if("path", finding.path)
      .number_if("start_line", finding.line)
      .text_if("commit", finding.commit);
  return object.str();
}

std::string change_as_json(const Change& change) {
  const PeerFinding& shown = change.after != nullptr ? *change.after : *change.before;
  JsonObject object;
  object.text("rule_id", shown.rule)
      .text_if("rule_name", shown.name)
      .text_if("severity", shown.severity)
      .text_if("secret", shown.value.empty() ? shown.mask : shown.value.mask())
      .text_if("fingerprint", shown.fingerprint);
  if (change.before != nullptr) object.raw("before", place_as_json(*change.before));
  if (change.after != nullptr) object.raw("after", place_as_json(*change.after));
  if (change.elsewhere) object.raw("elsewhere", "true");
  return object.str();
}

std::string changes_as_json(const std::vector<Change>& changes) {
  std::vector<std::string> all;
  for (const Change& change : changes) all.push_back(change_as_json(change));
  return json_array(all);
}

}  // namespace

void write_difference_text(const Difference& difference, std::ostream& output) {
  write_section("new", difference.fresh, "   a copy: it was known from another place", output);
  write_section("moved", difference.moved, "", output);
  write_section("suppressed", difference.suppressed, "", output);
  write_section("fixed", difference.fixed, "   gone here; it stands at another place", output);
  output << with_separators(difference.fresh.size()) << " new, "
         << with_separators(difference.moved.size()) << " moved, "
         << with_separators(difference.suppressed.size()) << " suppressed, "
         << with_separators(difference.fixed.size()) << " fixed, "
         << with_separators(difference.unchanged) << " as before\n";
  if (difference.incomplete)
    output << "the new scan did not read everything: what is fixed here may still be there\n";
}

void write_difference_json(const Difference& difference, std::ostream& output) {
  JsonObject object;
  object.number("schema_version", 1)
      .raw("new", changes_as_json(difference.fresh))
      .raw("moved", changes_as_json(difference.moved))
      .raw("suppressed", changes_as_json(difference.suppressed))
      .raw("fixed", changes_as_json(difference.fixed))
      .number("unchanged", static_cast<std::int64_t>(difference.unchanged));
  if (difference.incomplete) object.raw("incomplete", "true");
  output << object.str() << '\n';
}

}  // namespace leakwarden::scanner
