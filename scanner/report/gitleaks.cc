#include <algorithm>
#include <array>
#include <cmath>
#include <ostream>

#include <fmt/core.h>

#include "scanner/report/formats.h"
#include "scanner/report/json_writer.h"

namespace leakwarden::scanner {
namespace {

// Bits a character, to a tenth: what its readers sort by, and no help to a guess.
std::string entropy_of(const Secret& secret) {
  const std::string_view value = secret.reveal(RevealFor::Matching);
  std::array<std::size_t, 256> counts{};
  for (char c : value) ++counts[static_cast<unsigned char>(c)];
  double bits = 0;
  for (std::size_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(value.size());
    bits -= share * std::log2(share);
  }
  return fmt::format("{:.1f}", bits + 0.0);
}

std::vector<std::string> tags_of(const Finding& finding) {
  std::vector<std::string> tags = {
      "severity:" + std::string(severity_name(finding.severity)),
      "confidence:" + std::string(confidence_name(finding.confidence))};
  for (const std::string& step : finding.decoded) tags.push_back("decoded:" + step);
  return tags;
}

std::string as_json(const Finding& finding, ShowSecrets show_secrets) {
  const Location& place = finding.location;
  const std::string mask = finding.secret.mask();
  const std::string_view value = show_secrets == ShowSecrets::Yes
                                     ? finding.secret.reveal(RevealFor::ShowSecrets)
                                     : std::string_view(mask);
  JsonObject object;
  object.text("RuleID", finding.rule_id)
      .text("Description", finding.rule_name)
      .number("StartLine", place.range.start_line)
      .number("EndLine", place.range.end_line)
      .number("StartColumn", place.range.start_column)
      .number("EndColumn", place.range.end_column)
      .text("Match", value)
      .text("Secret", value)
      .text("File", place.path)
      .text("SymlinkFile", "")
      .text("Commit", place.commit)
      .raw("Entropy", entropy_of(finding.secret))
      .text("Author", place.author)
      .text("Email", place.email)
      .text("Date", place.date)
      .text("Message", "")
      .raw("Tags", json_list(tags_of(finding)))
      .text("Fingerprint", gitleaks_fingerprint(finding))
      .text("LeakwardenFingerprint", finding.fingerprint);
  return object.str();
}

}  // namespace

std::string gitleaks_fingerprint(const Finding& finding) {
  const Location& place = finding.location;
  const std::string commit = place.commit.empty() ? "" : place.commit + ":";
  return fmt::format("{}{}:{}:{}", commit, place.path, finding.rule_id, place.range.start_line);
}

void write_gitleaks(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output) {
  const std::vector<const Finding*> findings = listed_findings(input);
  output << '[';
  const char* between = "\n";
  for (const Finding* finding : findings) {
    output << between << as_json(*finding, show_secrets);
    between = ",\n";
  }
  output << "\n]\n";
}

}  // namespace leakwarden::scanner
