#pragma once

// After a change of rules: which texts may be judged otherwise now? Those in which an earlier or a
// present version of a rule that differs finds a candidate (ledger/rule_change.h).
//
// Thread rules: may_judge_otherwise() by each worker with its own number; the rest by the owner.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/ledger/ledger.h"
#include "scanner/rules/aligned_bytes.h"
#include "scanner/scan.h"
#include "scanner/text_scanner.h"

namespace leakwarden::scanner {

class ChangedRules {
 public:
  // Lets later scans compare their rules with these.
  static void remember(const ScanOptions& options, const Ledger& ledger);

  // From the rules of that digest to those of `options`. Nothing when those are not known any more
  // or looking for candidates would not tell.
  static std::unique_ptr<ChangedRules> since(const std::string& earlier_digest,
                                             const ScanOptions& options, const Ledger& ledger);

  bool may_judge_otherwise(unsigned worker, std::string_view text);

 private:
  ChangedRules() = default;
  ScanOptions options_;
  AlignedBytes image_;  // of the versions that differ; outlives the scanners
  std::vector<std::optional<TextScanner>> scanners_;  // by worker
};

}  // namespace leakwarden::scanner
