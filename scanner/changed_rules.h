#pragma once

// After a change of rules: which texts may be judged otherwise now? Those in which a trigger of an
// earlier or a present version of a rule that differs stands (ledger/rule_change.h); with a match
// or without, as a text's budgets of triggers are for all rules together (trigger.h). Elsewhere no
// budget can have become too small.
//
// Of a version only what its delta inserted is looked at, as by a scan (known_versions.h); the
// triggers of its base are still there where they were copied.
//
// Thread rules: may_judge_otherwise() and base_done() by each worker with its own number; the rest
// by the owner.

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "scanner/git/object_source.h"
#include "scanner/known_versions.h"
#include "scanner/ledger/ledger.h"
#include "scanner/pack_shards.h"
#include "scanner/rules/aligned_bytes.h"
#include "scanner/rules/required_words.h"
#include "scanner/scan.h"
#include "scanner/text_scanner.h"

namespace leakwarden::scanner {

class ChangedRules {
 public:
  // Lets later scans compare their rules with these.
  static void remember(const ScanOptions& options, const Ledger& ledger);

  // From the rules of that digest to those of `options`. Nothing when those are not known any more
  // or looking for triggers would not tell.
  static std::unique_ptr<ChangedRules> since(const std::string& earlier_digest,
                                             const ScanOptions& options, const Ledger& ledger);

  // Where a blob may be judged otherwise.
  ShardSet shards_to_look_at(const PackShards& shards) const;
  // A whole blob as it comes out of its pack.
  bool may_judge_otherwise(unsigned worker, const ObjectView& blob);
  // No more deltas of the object at `position` come.
  void base_done(unsigned worker, const PhysicalPosition& position);

 private:
  struct Worker {
    explicit Worker(TextScanner with) : scanner(std::move(with)) {}
    TextScanner scanner;
    KnownVersions versions;  // what these rules alone say of bases
  };

  ChangedRules() = default;
  Worker* worker_of(unsigned worker);
  ScanOptions options_;
  std::optional<std::vector<RequiredWord>> words_;  // of all versions that differ
  AlignedBytes image_;                              // of these; outlives the scanners
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace leakwarden::scanner
