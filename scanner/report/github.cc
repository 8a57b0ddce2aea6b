#include <algorithm>
#include <ostream>

#include "scanner/base/sanitize.h"
#include "scanner/base/sha256.h"
#include "scanner/report/formats.h"
#include "scanner/report/groups.h"
#include "scanner/report/place_words.h"
#include "scanner/report/sarif_region.h"
#include "scanner/report/uri.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kTokenDigits = 32;

// A command's message and its properties: what would end either is percent-encoded.
std::string escaped(std::string_view text, std::string_view ends) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  std::string result;
  for (char c : valid_utf8(text)) {
    if (c == '%' || ends.find(c) != std::string_view::npos) {
      result += {'%', kDigits[static_cast<unsigned char>(c) >> 4],
                 kDigits[static_cast<unsigned char>(c) & 0xF]};
    } else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) {
      result += c;
    }
  }
  return result;
}

std::string in_message(std::string_view text) {
  return escaped(text, "\r\n");
}

std::string in_property(std::string_view text) {
  return escaped(text, "\r\n:,");
}

const char* command_of(Severity severity) {
  if (severity >= Severity::High) return "error";
  return severity == Severity::Medium ? "warning" : "notice";
}

void write_annotation(const Finding& finding, std::ostream& output) {
  output << "::" << command_of(finding.severity) << ' ';
  if (is_file(finding.location.kind)) {
    const SarifRegion region = sarif_region(finding);
    output << "file=" << in_property(finding.location.path) << ",line=" << region.start_line
           << ",col=" << region.start_column << ',';
  }
  const std::string place = place_words(finding.location);
  const std::string history = history_words(finding.location);
  std::string text = finding.secret.mask() + " at " + place;
  if (!history.empty()) text += ", " + history;
  if (is_web_url(finding.advice.revoke_url)) text += "\nRevoke: " + finding.advice.revoke_url;
  text += "\nleakwarden explain " + short_fingerprint(finding.fingerprint);
  output << "title=" << in_property(finding.rule_name) << "::" << in_message(text) << '\n';
}

}  // namespace

void write_github(const ReportInput& input, std::ostream& output) {
  const std::vector<SecretInFile> places = by_secret_and_file(input.findings);
  const std::size_t shown = std::min(places.size(), kMostAnnotations);
  for (std::size_t at = 0; at < shown; ++at) write_annotation(*places[at].best, output);
  if (places.size() > shown) {
    output << "::notice title=Leakwarden::"
           << counted(places.size() - shown, "more place", "more places")
           << " with secrets%0Ascan --format text lists them\n";
  }
  const std::size_t gaps = input.coverage.gaps.size() + input.coverage.unrecorded_gaps;
  if (input.coverage.complete()) return;
  output << "::warning title=Leakwarden::" << counted(gaps, "place was", "places were")
         << " not scanned";
  if (!input.coverage.gaps.empty()) {
    const Gap& first = input.coverage.gaps.front();
    output << "%0A" << in_message(sanitize_for_terminal(first.what + ": " + first.reason));
  }
  output << '\n';
}

// The word that starts commands again is made of the whole text, so nobody who wrote a part of it
// could know it.
std::string without_workflow_commands(const std::string& text) {
  const std::string token = sha256_hex("leakwarden:workflow:" + text).substr(0, kTokenDigits);
  return "::stop-commands::" + token + "\n" + text + "::" + token + "::\n";
}

}  // namespace leakwarden::scanner
