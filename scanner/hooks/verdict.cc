#include "scanner/hooks/verdict.h"

#include <algorithm>

#include "scanner/base/fingerprint.h"
#include "scanner/base/sanitize.h"
#include "scanner/scan_job.h"

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

Decision when_unscanned(bool contents_fault, bool out_of_time, FailClosed fail_closed) {
  const bool refuse = (contents_fault && fail_closed != FailClosed::Never) ||
                      (out_of_time && fail_closed == FailClosed::OutOfTime) ||
                      fail_closed == FailClosed::Yes;
  return refuse ? Decision::Refuse : Decision::PassUnscanned;
}

// Who presses Ctrl-C ends a hook at once: where there is a report, the deadline cancelled it.
std::string reason_of(const Gap& gap) {
  return gap.reason == kInterrupted ? "out of time" : gap.reason;
}

void judge_coverage(const ScanReport& report, FailClosed fail_closed, Verdict& verdict) {
  const Coverage& coverage = report.coverage;
  if (coverage.complete()) return;
  const bool contents_fault = coverage.any_gap_caused_by_content || coverage.any_corrupt_gap;
  verdict.out_of_time = report.interrupted;
  verdict.decision = when_unscanned(contents_fault, report.interrupted, fail_closed);
  for (const Gap& gap : coverage.gaps) {
    verdict.unscanned.push_back(sanitize_for_terminal(gap.what + ": " + reason_of(gap)));
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
    verdict.decision = when_unscanned(is_the_contents_fault(scanned.error()), false, fail_closed);
    verdict.unscanned.push_back(scanned.error().message());
    return verdict;
  }
  judge_coverage(*scanned, fail_closed, verdict);
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
