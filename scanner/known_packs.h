#pragma once

// Blobs of packs that were judged before are not judged again (ledger/pack_record.h).
//
//   on_pack_begin ─► begin(): known? its blobs' findings, gaps and counts are in the job: want none
//   objects ───────► the job, as ever; of a known pack only trees, commits and tags; of one that is
//                    known under rules of which few have changed, blobs that needs_scan()
//   on_pack_done ──► end(): what came of a pack that was not known is recorded as that pack's
//
// A record is found by what pack and index say of themselves (their checksums), by program, rules
// and options. That they say the truth is checked when a record is made and when it is used: SHA-1
// over both files, as strong as git's own naming, or that they are the very files of which it said
// so before, unchanged (as far as the file system tells: StateDigest). Values are read again
// (restore_values.h); a value that is not where it was makes the record stale, and the pack is
// scanned.
//
// Not recorded: packs of which something could not be read, and loose objects, which are few (git
// packs them).
//
// After a change of rules a blob is scanned, with all rules, when something was found or left out
// in it, or when a trigger of a version of a rule that differs is in it (changed_rules.h). Of all
// others nothing was said and there is nothing to say. Where no word of such a version stands
// (pack_shards.h) blobs do not come at all: what was said of them holds. (Unless more values would
// have to be read again than blobs are left out.)
//
// Thread rules: for the thread that owns the job, while no worker works; but for needs_scan(),
// base_done(), wants_root(), saw_blob() and listener().

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "scanner/changed_rules.h"
#include "scanner/git/pack.h"
#include "scanner/ledger/ledger.h"
#include "scanner/ledger/pack_record.h"
#include "scanner/missing_objects.h"
#include "scanner/pack_shards.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {

class KnownPacks {
 public:
  // Knows nothing and records nothing when the job's options name no ledger. `lfs`: who looks at
  // every blob that comes.
  KnownPacks(Repository& repository, ScanJob& job, LfsPointers& lfs);

  // What came before belongs to no pack; what comes until end() is this one's. Whether its blobs
  // are known: then they must not come.
  bool begin(const Pack& pack);
  // Of such a pack: whether all its blobs come.
  bool wants_all_blobs() const { return !earlier_ || earlier_->needed == kAllShards; }
  // Of a blob of a pack that is not known, at `position` and no delta: whether it and what is made
  // from it must come, which it then does.
  bool wants_root(unsigned worker, const PhysicalPosition& position);
  // Of such a blob: whether it must be judged.
  bool needs_scan(unsigned worker, const ObjectView& blob);
  // No more deltas of the object at `position` come.
  void base_done(unsigned worker, const PhysicalPosition& position);
  // Every such blob, or its last window.
  void saw_blob(unsigned worker, const ObjectView& blob);
  // Who wants to know what readers make of such a blob; nullptr: nobody.
  ReadTextListener* listener(unsigned worker);
  // `damaged`: something of it could not be read.
  void end(const Pack& pack, bool damaged);
  // After the last pack: all pointers are back in `lfs`.
  void finish();

 private:
  // What a worker sees of a pack that is not known.
  struct Worker {
    std::uint64_t blobs = 0;
    std::uint64_t bytes = 0;
    std::unique_ptr<ShardWriter> shards;  // nullptr: they are known
  };

  // What was said of the pack under other rules.
  struct Earlier {
    ChangedRules* rules = nullptr;
    std::unordered_set<ObjectId> spoken_of;  // blobs with findings or gaps
    std::int64_t same_until = INT64_MAX;
    ShardSet needed = kAllShards;
    // Of the other shards.
    ScanJob::Part rest;
    LfsPointers::Pointers pointers;  // of all
  };

  std::string key_of(const Pack& pack, const std::string& judgement) const;
  std::string key_of_rules(const Pack& pack) const;
  bool is_what_it_says(const Pack& pack);
  std::optional<PackRecord> find(const Pack& pack, const std::string& judgement);
  bool recall(const Pack& pack);
  void recall_earlier(const Pack& pack);
  void leave_shards_out(const Pack& pack, PackRecord record, Earlier& earlier);
  std::string key_of_shards(const Pack& pack) const;
  void begin_shards(const Pack& pack);
  void store_shards(const Pack& pack);
  ChangedRules* changed_since(const std::string& rules_digest);
  bool take_over(PackRecord record);
  ScanJob::Part part_of(PackRecord record) const;
  void store(const Pack& pack, const PackRecord& record) const;
  PackRecord record_of(const ScanJob::Part& scanned, LfsPointers::Pointers pointers) const;

  Repository& repository_;
  ScanJob& job_;
  LfsPointers& lfs_;
  const Ledger* ledger_;
  std::string judgement_;
  const Pack* pack_ = nullptr;  // whose objects come
  bool is_known_ = false;
  std::optional<bool> is_what_it_says_;  // the pack
  std::optional<Earlier> earlier_;
  std::map<std::string, std::unique_ptr<ChangedRules>> changed_;  // by digest of the earlier rules
  std::vector<Worker> workers_;
  std::unique_ptr<PackShards> shards_;  // of a pack that is not known at all
  LfsPointers earlier_lfs_;
};

}  // namespace leakwarden::scanner
