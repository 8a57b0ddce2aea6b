#include "scanner/hooks/verdict.h"

#include <algorithm>

#include "scanner/base/fingerprint.h"
#include "scanner/base/sanitize.h"

namespace leakwarden::scanner {
namespace {

bool is_allowed(const Finding& finding, const AllowedNames& allowed) {
  return std::any_of(allowed.begin(), allowed.end(), [&](const std::string& name) {
    return fingerprint_has_prefix(finding.fingerprint, name);
  });
}

bool is_the_contents_fault(const Error& error) {
  return error.kind == ErrorKind::Corrupt || error.kind == ErrorKind::TooLarge ||
         error.kind == ErrorKind::NotFound;
}

Decision when_unscanned(bool contents_fault, FailClosed fail_closed) {
  const bool refuse = contents_fault || fail_closed == FailClosed::Yes;
  return refuse ? Decision::Refuse : Decision::PassUnscanned;
}

void judge_coverage(const Coverage& coverage, FailClosed fail_closed, Verdict& verdict) {
  if (coverage.complete()) return;
  const bool contents_fault = coverage.any_gap_caused_by_content || coverage.any_corrupt_gap;
  verdict.decision = when_unscanned(contents_fault, fail_closed);
  for (const Gap& gap : coverage.gaps) {
    verdict.unscanned.push_back(sanitize_for_terminal(gap.what + ": " + gap.reason));
  }
}

}  // namespace

AllowedNames split_names(const std::string& text) {
  AllowedNames names;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find_first_of(", ", begin), text.size());
    if (end > begin) names.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return names;
}

Verdict judge_hook(const Result<ScanReport>& scanned, Confidence confidence,
                   const AllowedNames& allowed, FailClosed fail_closed) {
  Verdict verdict;
  if (!scanned.ok()) {
    verdict.decision = when_unscanned(is_the_contents_fault(scanned.error()), fail_closed);
    verdict.unscanned.push_back(scanned.error().message());
    return verdict;
  }
  judge_coverage(scanned->coverage, fail_closed, verdict);
  for (const Finding& finding : scanned->findings) {
    if (finding.confidence < confidence) continue;
    if (finding.suppressed) {
      const bool on_server = finding.suppressed->by == kDecidedByDaemon;
      (on_server ? verdict.decided : verdict.suppressed).push_back(finding);
      continue;
    }
    std::vector<Finding>& side =
        is_allowed(finding, allowed) ? verdict.let_through : verdict.findings;
    side.push_back(finding);
  }
  if (!verdict.findings.empty()) verdict.decision = Decision::Refuse;
  return verdict;
}

}  // namespace leakwarden::scanner
