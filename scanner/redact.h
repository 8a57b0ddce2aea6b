#pragma once

// A secret may stand where a place is named: in a path, a ref, an author's name. Then naming the
// place would show the secret, so such names carry its mask instead.

#include <string>
#include <unordered_map>

#include "scanner/scan.h"
#include "scanner/text_scanner.h"

namespace leakwarden::scanner {

// Scans each name once and puts masks where values stand.
class NameMasker {
 public:
  explicit NameMasker(TextScanner& scanner) : scanner_(scanner) {}
  // In all names of all findings, gaps and notes.
  void mask(ScanReport& report);
  void mask_name(std::string& name);
  // Why it is suppressed, where it is: that may hold anything too.
  void mask_reason(Finding& finding);

 private:
  void mask_names_of(Finding& finding);

  TextScanner& scanner_;
  std::unordered_map<std::string, std::string> masked_;
};

}  // namespace leakwarden::scanner
