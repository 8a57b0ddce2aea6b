#include "scanner/changed_rules.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

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

std::optional<std::vector<RequiredWord>> words_of(const std::vector<Rule>& rules) {
  std::vector<RequiredWord> all;
  for (const Rule& rule : rules) {
    std::optional<std::vector<RequiredWord>> words = required_words(rule);
    if (!words) return std::nullopt;
    std::move(words->begin(), words->end(), std::back_inserter(all));
  }
  return all;
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
  changed->words_ = words_of(*differ);
  changed->image_ = AlignedBytes(std::string_view(*image));
  Result<std::shared_ptr<const RuleSet>> rules = RuleSet::from_image(changed->image_.view());
  if (!rules.ok()) return nullptr;
  changed->options_ = options;
  changed->options_.rules = std::move(*rules);
  changed->workers_.resize(std::max(1u, options.jobs));
  return changed;
}

ShardSet ChangedRules::shards_to_look_at(const PackShards& shards) const {
  return words_ ? shards.that_may_hold(*words_) : kAllShards;
}

ChangedRules::Worker* ChangedRules::worker_of(unsigned worker) {
  std::unique_ptr<Worker>& slot = workers_[worker];
  if (slot == nullptr) {
    Result<TextScanner> scanner = TextScanner::create(options_);
    if (scanner.ok()) slot = std::make_unique<Worker>(std::move(*scanner));
  }
  return slot.get();
}

bool ChangedRules::may_judge_otherwise(unsigned worker, const ObjectView& blob) {
  Worker* const with = worker_of(worker);
  if (with == nullptr) return true;
  std::optional<KnownVerdicts> known;
  const Lineage lineage{with->versions.inheritance_of(blob), blob.is_base ? &known : nullptr};
  const Result<bool> any = with->scanner.has_triggers(blob.bytes, lineage);
  if (known) with->versions.keep(blob.position, std::move(*known));
  return !any.ok() || *any;
}

void ChangedRules::base_done(unsigned worker, const PhysicalPosition& position) {
  if (workers_[worker] != nullptr) workers_[worker]->versions.forget(position);
}

}  // namespace leakwarden::scanner
