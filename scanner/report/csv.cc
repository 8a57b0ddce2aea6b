#include <initializer_list>
#include <ostream>
#include <string>

#include "scanner/base/sanitize.h"
#include "scanner/report/formats.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kHeader =
    "RuleID,Commit,File,SymlinkFile,Secret,Match,StartLine,EndLine,StartColumn,EndColumn,Author,"
    "Message,Date,Email,Fingerprint,Tags,Description,Severity,Confidence,Verified,Kind,Repository,"
    "AtTip,LeakwardenFingerprint,RevokeURL,Suppressed\r\n";
// An --show-secrets value may be a private key.
constexpr std::size_t kMostCellBytes = 32'767;  // a spreadsheet's own limit, in characters

void write_row(std::initializer_list<std::string> cells, std::ostream& output) {
  const char* between = "";
  for (const std::string& cell : cells) {
    output << between << sanitize_for_csv(cell, kMostCellBytes);
    between = ",";
  }
  output << "\r\n";
}

std::string yes_or_no(const std::optional<bool>& value) {
  if (!value) return "";
  return *value ? "yes" : "no";
}

void write_finding(const Finding& finding, ShowSecrets show_secrets, std::ostream& output) {
  const Location& place = finding.location;
  const std::string value = show_secrets == ShowSecrets::Yes
                                ? std::string(finding.secret.reveal(RevealFor::ShowSecrets))
                                : finding.secret.mask();
  std::string suppressed;
  if (finding.suppressed) suppressed = finding.suppressed->by + ": " + finding.suppressed->reason;
  write_row({finding.rule_id,
             place.commit,
             place.path,
             "",
             value,
             value,
             std::to_string(place.range.start_line),
             std::to_string(place.range.end_line),
             std::to_string(place.range.start_column),
             std::to_string(place.range.end_column),
             place.author,
             "",
             place.date,
             place.email,
             gitleaks_fingerprint(finding),
             finding.provider,
             finding.rule_name,
             std::string(severity_name(finding.severity)),
             std::string(confidence_name(finding.confidence)),
             std::string(verified_name(finding.verified)),
             std::string(place_kind_name(place.kind)),
             place.repository,
             yes_or_no(place.at_tip),
             finding.fingerprint,
             finding.advice.revoke_url,
             suppressed},
            output);
}

}  // namespace

void write_csv(const ReportInput& input, ShowSecrets show_secrets, std::ostream& output) {
  const std::vector<const Finding*> findings = listed_findings(input);
  output << kHeader;
  for (const Finding* finding : findings) write_finding(*finding, show_secrets, output);
}

}  // namespace leakwarden::scanner
