#include "scanner/known_packs.h"

#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "scanner/ledger/state_digest.h"
#include "scanner/ledger_keys.h"
#include "scanner/restore_values.h"

namespace leakwarden::scanner {
namespace {

bool is_in_a_blob(const Finding& finding) {
  return finding.location.kind == PlaceKind::Blob;
}

constexpr std::string_view kVerified = "its checksums fit";

// Gaps of a scan name what they are of (object_name()).
constexpr std::string_view kBlob = "blob ";

bool is_of_a_blob(const Gap& gap) {
  return gap.what.compare(0, kBlob.size(), kBlob) == 0;
}

std::string_view blob_of(const Gap& gap) {
  return std::string_view(gap.what).substr(kBlob.size());
}

LfsPointers::Pointers pointers_of(const PackRecord& record) {
  LfsPointers::Pointers pointers;
  for (const StoredPointer& pointer : record.pointers)
    pointers.emplace(pointer.content, pointer.blob);
  return pointers;
}

// To read a value again costs as much as to look at so many blobs.
constexpr std::uint64_t kCostOfRestoring = 2;

// Leaves in the record what it says of blobs in those shards; of how many that is. Nothing where
// the shard of one is not known.
std::optional<std::size_t> keep_of_shards(const Pack& pack, ShardSet shards,
                                          std::uint32_t most_deltas, PackRecord& record) {
  std::map<std::string, std::optional<unsigned>, std::less<>> shard_of_blob;
  const auto is_elsewhere = [&](std::string_view hex) {
    auto known = shard_of_blob.find(hex);
    if (known == shard_of_blob.end()) {
      const std::optional<ObjectId> blob = ObjectId::from_hex(hex);
      known = shard_of_blob.emplace(hex, blob ? shard_of(pack, *blob, most_deltas) : std::nullopt)
                  .first;
    }
    return known->second && (shards >> *known->second & 1) == 0;
  };
  std::erase_if(record.findings, [&](const StoredFinding& stored) {
    return is_elsewhere(stored.finding.location.blob);
  });
  std::erase_if(record.gaps, [&](const Gap& gap) { return is_elsewhere(blob_of(gap)); });
  std::size_t kept = 0;
  for (const auto& [blob, shard] : shard_of_blob) {
    if (!shard) return std::nullopt;
    kept += (shards >> *shard & 1) != 0 ? 1 : 0;
  }
  return kept;
}

// Of several blobs that stand for the same content, the one that LfsPointers chooses.
LfsPointers::Pointers joined(const LfsPointers::Pointers& some,
                             const LfsPointers::Pointers& others) {
  LfsPointers all;
  all.add(some);
  all.add(others);
  return all.take();
}

// Whether all that is said of a finding may be written down. A comment, or a path inside an
// archive, may hold the secret once more.
bool may_be_written(const Finding& finding) {
  const auto is_a_path = [](const std::string& reader) {
    return reader.find(':') != std::string::npos;
  };
  return !finding.suppressed &&
         std::none_of(finding.decoded.begin(), finding.decoded.end(), is_a_path);
}

std::vector<StoredFinding> written_down(std::vector<Finding> in_blobs) {
  std::vector<StoredFinding> all = numbered_by_value(std::move(in_blobs));
  for (StoredFinding& stored : all) {
    stored.only_named = !may_be_written(stored.finding);
    if (stored.only_named) stored.finding = only_what_names(stored.finding);
  }
  return all;
}

bool can_be_said_again(const ScanJob::Part& part) {
  return part.complete && std::all_of(part.gaps.begin(), part.gaps.end(), comes_again);
}

}  // namespace

KnownPacks::KnownPacks(Repository& repository, ScanJob& job, LfsPointers& lfs)
    : repository_(repository),
      job_(job),
      lfs_(lfs),
      ledger_(job.options().ledger.get()),
      workers_(job.workers()) {
  if (ledger_ != nullptr) judgement_ = judgement_digest(job.options(), VerifyObjects::No);
  if (judgement_.empty()) ledger_ = nullptr;
}

std::string KnownPacks::key_of(const Pack& pack, const std::string& judgement) const {
  StateDigest key;
  key.add("pack");
  key.add(judgement);
  key.add(pack.checksums());
  return key.finish();
}

// Where it says which rules the pack was last judged by.
std::string KnownPacks::key_of_rules(const Pack& pack) const {
  return key_of(pack, judgement_digest(job_.options(), VerifyObjects::No, ""));
}

// What it knows of the pack whatever the rules.
std::string KnownPacks::key_of_shards(const Pack& pack) const {
  StateDigest key;
  key.add("shards");
  key.add(key_of_rules(pack));
  return key.finish();
}

bool KnownPacks::begin(const Pack& pack) {
  if (ledger_ == nullptr) return false;
  pack_ = &pack;
  job_.put_part(job_.take_part());
  earlier_lfs_.add(lfs_.take());
  earlier_.reset();
  is_what_it_says_.reset();
  is_known_ = recall(pack);
  if (!is_known_) recall_earlier(pack);
  begin_shards(pack);
  return is_known_;
}

void KnownPacks::begin_shards(const Pack& pack) {
  const bool is_new = !is_known_ && !earlier_;
  shards_ = is_new ? std::make_unique<PackShards>(pack) : nullptr;
  for (Worker& worker : workers_) {
    worker = Worker{};
    if (is_new) worker.shards = std::make_unique<ShardWriter>(*shards_);
  }
}

bool KnownPacks::wants_root(unsigned worker, const PhysicalPosition& position) {
  if (pack_ == nullptr) return true;
  const unsigned shard = shard_of_root(*pack_, position.offset);
  if (workers_[worker].shards) workers_[worker].shards->enter(shard);
  return !earlier_ || (earlier_->needed >> shard & 1) != 0;
}

ReadTextListener* KnownPacks::listener(unsigned worker) {
  return workers_[worker].shards.get();
}

bool KnownPacks::needs_scan(unsigned worker, const ObjectView& blob) {
  if (!earlier_ || blob.is_window) return true;
  const bool otherwise = earlier_->rules->may_judge_otherwise(worker, blob);
  return otherwise || earlier_->spoken_of.count(blob.id) > 0;
}

void KnownPacks::base_done(unsigned worker, const PhysicalPosition& position) {
  if (earlier_) earlier_->rules->base_done(worker, position);
}

void KnownPacks::saw_blob(unsigned worker, const ObjectView& blob) {
  Worker& by = workers_[worker];
  ++by.blobs;
  by.bytes += blob.object_size;
  if (by.shards) by.shards->add(blob);
}

void KnownPacks::end(const Pack& pack, bool damaged) {
  if (ledger_ == nullptr) return;
  const LfsPointers::Pointers pointers = lfs_.take();
  earlier_lfs_.add(pointers);
  ScanJob::Part part = job_.take_part();
  if (!is_known_ && !damaged && can_be_said_again(part) && is_what_it_says(pack)) {
    store(pack, record_of(part, pointers));
    if (shards_) store_shards(pack);
  }
  job_.put_part(std::move(part));
  pack_ = nullptr;
  earlier_.reset();
  for (Worker& worker : workers_) worker = Worker{};
  shards_.reset();
}

void KnownPacks::store_shards(const Pack& pack) {
  for (Worker& worker : workers_) worker.shards->finish();
  static_cast<void>(ledger_->store(key_of_shards(pack), shards_->encode()));
}

void KnownPacks::finish() {
  lfs_.add(earlier_lfs_.take());
}

bool KnownPacks::is_what_it_says(const Pack& pack) {
  if (is_what_it_says_) return *is_what_it_says_;
  StateDigest files;
  files.add("verified");
  files.add(pack.checksums());
  files.add(pack.stamp());
  files.add(pack.index_stamp());
  const bool settled = files.settled();
  const std::string key = files.finish();
  is_what_it_says_ = (settled && ledger_->find(key)) || pack.verify_checksums().ok();
  if (settled && *is_what_it_says_) static_cast<void>(ledger_->store(key, kVerified));
  return *is_what_it_says_;
}

std::optional<PackRecord> KnownPacks::find(const Pack& pack, const std::string& judgement) {
  const std::optional<std::string> bytes = ledger_->find(key_of(pack, judgement));
  if (!bytes) return std::nullopt;
  std::optional<PackRecord> record = decode_pack(*bytes);
  if (!record || !record->holds_at(job_.options().now_unix_seconds)) return std::nullopt;
  if (!is_what_it_says(pack)) return std::nullopt;
  return record;
}

bool KnownPacks::recall(const Pack& pack) {
  std::optional<PackRecord> record = find(pack, judgement_);
  return record && restore_values(repository_, job_.options(), record->findings) &&
         take_over(std::move(*record));
}

void KnownPacks::recall_earlier(const Pack& pack) {
  const std::optional<std::string> digest = ledger_->find(key_of_rules(pack));
  if (!digest) return;
  std::optional<PackRecord> record =
      find(pack, judgement_digest(job_.options(), VerifyObjects::No, *digest));
  Earlier earlier;
  earlier.rules = record ? changed_since(*digest) : nullptr;
  if (earlier.rules == nullptr) return;
  earlier.same_until = record->same_until;
  const auto speak_of = [&earlier](std::string_view hex) {
    if (const std::optional<ObjectId> blob = ObjectId::from_hex(hex))
      earlier.spoken_of.insert(*blob);
  };
  for (const StoredFinding& stored : record->findings) {
    speak_of(stored.finding.location.blob);
  }
  for (const Gap& gap : record->gaps) speak_of(blob_of(gap));
  leave_shards_out(pack, std::move(*record), earlier);
  earlier_ = std::move(earlier);
}

// Where no version of a changed rule can have a trigger, what was said before is said again.
void KnownPacks::leave_shards_out(const Pack& pack, PackRecord record, Earlier& earlier) {
  const std::optional<std::string> bytes = ledger_->find(key_of_shards(pack));
  const std::unique_ptr<PackShards> shards = bytes ? PackShards::decode(pack, *bytes) : nullptr;
  if (!shards) return;
  const ShardSet needed = earlier.rules->shards_to_look_at(*shards);
  if (needed == kAllShards) return;
  const LfsPointers::Pointers pointers = pointers_of(record);
  const Shard rest = shards->total_of(~needed);
  record.blobs = rest.blobs;
  record.bytes = rest.bytes;
  const std::optional<std::size_t> spoken_of =
      keep_of_shards(pack, ~needed, job_.options().limits.max_delta_depth, record);
  if (!spoken_of || *spoken_of * kCostOfRestoring > rest.blobs) return;
  if (!restore_values(repository_, job_.options(), record.findings)) return;
  ScanJob::Part part = part_of(std::move(record));
  if (!job_.put_known(part)) return;
  earlier.rest = std::move(part);
  earlier.pointers = pointers;
  earlier_lfs_.add(pointers);
  earlier.needed = needed;
}

ChangedRules* KnownPacks::changed_since(const std::string& rules_digest) {
  const auto [slot, is_new] = changed_.try_emplace(rules_digest);
  if (is_new) slot->second = ChangedRules::since(rules_digest, job_.options(), *ledger_);
  return slot->second.get();
}

// A full disk costs the next scan its short cut, and this one nothing.
void KnownPacks::store(const Pack& pack, const PackRecord& record) const {
  if (!ledger_->store(key_of(pack, judgement_), encode_pack(record)).ok()) return;
  static_cast<void>(ledger_->store(key_of_rules(pack), job_.options().rules->digest()));
  ChangedRules::remember(job_.options(), *ledger_);
}

ScanJob::Part KnownPacks::part_of(PackRecord record) const {
  ScanJob::Part part;
  part.objects = record.blobs;
  part.bytes = record.bytes;
  part.gaps = std::move(record.gaps);
  for (StoredFinding& stored : record.findings) {
    stored.finding.location.repository = job_.options().repository_name;
    part.findings.push_back(std::move(stored.finding));
  }
  return part;
}

bool KnownPacks::take_over(PackRecord record) {
  const LfsPointers::Pointers pointers = pointers_of(record);
  if (!job_.put_known(part_of(std::move(record)))) return false;
  earlier_lfs_.add(pointers);
  return true;
}

PackRecord KnownPacks::record_of(const ScanJob::Part& scanned,
                                 LfsPointers::Pointers pointers) const {
  PackRecord record;
  record.scanned_at = job_.options().now_unix_seconds;
  record.same_until = INT64_MAX;
  std::vector<const ScanJob::Part*> parts{&scanned};
  if (earlier_) {
    parts.push_back(&earlier_->rest);
    record.same_until = earlier_->same_until;
    pointers = joined(pointers, earlier_->pointers);
    record.blobs = earlier_->rest.objects;
    record.bytes = earlier_->rest.bytes;
  }
  for (const Worker& worker : workers_) {
    record.blobs += worker.blobs;
    record.bytes += worker.bytes;
  }
  std::vector<Finding> in_blobs;
  for (const ScanJob::Part* part : parts) {
    record.same_until = std::min(record.same_until, same_until(part->findings, record.scanned_at));
    std::copy_if(part->gaps.begin(), part->gaps.end(), std::back_inserter(record.gaps),
                 is_of_a_blob);
    std::copy_if(part->findings.begin(), part->findings.end(), std::back_inserter(in_blobs),
                 is_in_a_blob);
  }
  record.findings = written_down(std::move(in_blobs));
  for (const LfsPointers::Pointers::value_type& pointer : pointers) {
    record.pointers.push_back({pointer.first, pointer.second});
  }
  return record;
}

}  // namespace leakwarden::scanner
