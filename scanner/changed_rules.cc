#include "scanner/changed_rules.h"

#include <algorithm>
#include <utility>

#include "scanner/ledger/program_id.h"
#include "scanner/ledger/rule_change.h"
#include "scanner/ledger/state_digest.h"
#include "scanner/rules/rule_image.h"

namespace leakwarden::scanner {
namespace {

std::string key_of(const std::string& digest) {
  StateDigest key;
  key.add("rules");
  key.add(program_id());
  key.add(digest);
  return key.finish();
}

std::vector<Rule> copies_of(const RuleList& rules) {
  std::vector<Rule> copies;
  copies.reserve(rules.size());
  for (const Rule& rule : rules) copies.push_back(rule);
  return copies;
}

}  // namespace

void ChangedRules::remember(const ScanOptions& options, const Ledger& ledger) {
  const std::string key = key_of(options.rules->digest());
  if (ledger.has(key)) return;
  static_cast<void>(ledger.store(key, encode_rules(copies_of(options.rules->verdict_rules()))));
}

std::unique_ptr<ChangedRules> ChangedRules::since(const std::string& earlier_digest,
                                                  const ScanOptions& options,
                                                  const Ledger& ledger) {
  const std::optional<std::string> record = ledger.find(key_of(earlier_digest));
  if (!record) return nullptr;
  const std::optional<std::vector<Rule>> before = decode_rules(*record);
  if (!before) return nullptr;
  const std::optional<std::vector<Rule>> differ =
      versions_that_differ(*before, copies_of(options.rules->verdict_rules()));
  if (!differ) return nullptr;
  const Result<std::string> image = build_rule_image(*differ);
  if (!image.ok()) return nullptr;
  std::unique_ptr<ChangedRules> changed(new ChangedRules);
  changed->image_ = AlignedBytes(std::string_view(*image));
  Result<std::shared_ptr<const RuleSet>> rules = RuleSet::from_image(changed->image_.view());
  if (!rules.ok()) return nullptr;
  changed->options_ = options;
  changed->options_.rules = std::move(*rules);
  changed->scanners_.resize(std::max(1u, options.jobs));
  return changed;
}

bool ChangedRules::may_judge_otherwise(unsigned worker, std::string_view text) {
  std::optional<TextScanner>& scanner = scanners_[worker];
  if (!scanner) {
    Result<TextScanner> created = TextScanner::create(options_);
    if (!created.ok()) return true;
    scanner.emplace(std::move(*created));
  }
  const Result<bool> any = scanner->has_candidates(text);
  return !any.ok() || *any;
}

}  // namespace leakwarden::scanner
