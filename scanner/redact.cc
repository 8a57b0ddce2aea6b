#include "scanner/redact.h"

#include <utility>

#include "scanner/base/strength.h"

namespace leakwarden::scanner {

void NameMasker::mask_name(std::string& name) {
  if (name.empty()) return;
  const std::pair<std::unordered_map<std::string, std::string>::iterator, bool> slot =
      masked_.try_emplace(name, name);
  if (slot.second) {
    const Result<JudgedObject> judged = scanner_.find(name);
    if (judged.ok()) {
      for (const Match& match : judged->kept) {
        slot.first->second = with_value_masked(std::move(slot.first->second), match.finding);
      }
    }
  }
  name = slot.first->second;
}

void NameMasker::mask_names_of(Finding& finding) {
  Location& location = finding.location;
  // A password that is a word ("canal") is masked in no name: who knows the name would read it off
  // the mask, and who does not would never find the file.
  const bool is_strong =
      strength_of(finding.secret.reveal(RevealFor::Matching)) == Strength::Strong;
  for (std::string* name :
       {&location.path, &location.author, &location.email, &location.introduced_by}) {
    if (is_strong) *name = with_value_masked(std::move(*name), finding);
    mask_name(*name);
  }
  for (std::string& place : finding.decoded) {  // a member's name
    if (is_strong) place = with_value_masked(std::move(place), finding);
    mask_name(place);
  }
  mask_reason(finding);
  for (std::string& ref : location.refs) {
    if (is_strong) ref = with_value_masked(std::move(ref), finding);
    mask_name(ref);
  }
}

void NameMasker::mask_reason(Finding& finding) {
  if (!finding.suppressed) return;
  std::string& reason = finding.suppressed->reason;
  reason = with_value_masked(std::move(reason), finding.secret);
  mask_name(reason);
}

void NameMasker::mask(ScanReport& report) {
  for (Finding& finding : report.findings) mask_names_of(finding);
  for (Gap& gap : report.coverage.gaps) {
    mask_name(gap.what);
    mask_name(gap.reason);  // names members
  }
  for (std::string& note : report.coverage.notes) mask_name(note);
}

}  // namespace leakwarden::scanner
