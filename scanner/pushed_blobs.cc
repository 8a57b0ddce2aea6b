#include "scanner/pushed_blobs.h"

#include <algorithm>
#include <mutex>
#include <set>
#include <utility>

#include "scanner/parallel.h"
#include "scanner/small_first.h"

namespace leakwarden::scanner {
namespace {

// From here on, reading the whole database in delta order is cheaper than following one delta chain
// after the other.
constexpr std::size_t kSweepFrom = 2000;
constexpr std::uint64_t kSweepOneIn = 20;  // of the database's objects
// A sweep knows no order of size: larger blobs wait until it has ended.
constexpr std::uint64_t kMostSweptBytes = 16ull << 20;

// Hands on the blobs that are pushed to it.
class BlobSink final : public ObjectSink {
 public:
  using OnBlob = std::function<void(unsigned worker, const ObjectView&)>;
  BlobSink(const ScanJob& job, OnBlob on_blob) : job_(job), on_blob_(std::move(on_blob)) {}

  bool wants(ObjectType type) const override { return type == ObjectType::Blob; }
  Flow on_object(unsigned worker, const ObjectView& object) override {
    on_blob_(worker, object);
    return job_.flow();
  }
  // Damage elsewhere was not asked about; a wanted blob that does not come is looked at again.
  Flow on_gap(Gap) override { return job_.flow(); }
  void on_progress(std::uint64_t, std::uint64_t) override {}

 private:
  const ScanJob& job_;
  OnBlob on_blob_;
};

}  // namespace

void PushedBlobs::collect(const std::vector<CommitInfo>& commits) {
  std::vector<CommitChanges> all(commits.size());
  run_parallel(commits.size(), job_.workers(), [&](unsigned worker, std::uint64_t at) -> Flow {
    std::vector<Gap> gaps;
    Result<CommitChanges> changes = commit_changes(repository_, commits[at], gaps);
    for (Gap& gap : gaps) job_.add_gap(worker, std::move(gap));
    if (changes.ok()) {
      all[at] = std::move(*changes);
      all[at].replaced = std::vector<ObjectId>();  // asked for again where something is found
    } else {
      job_.add_gap(worker, gap_from_error("commit " + commits[at].id.hex(), changes.error()));
    }
    return job_.flow();
  });
  for (std::uint32_t at = 0; at < commits.size(); ++at) {
    for (IntroducedBlob& blob : all[at].introduced) {
      const auto [slot, is_new] = blobs_.try_emplace(blob.blob);
      if (is_new) order_.push_back(blob.blob);
      slot->second.introductions.push_back({at, std::move(blob.path)});
    }
    for (NewPath& path : all[at].new_paths) paths_.add(std::move(path), at);
    all[at] = {};
  }
}

void PushedBlobs::add_tip(const ObjectId& id, const std::vector<std::string>& refs) {
  std::vector<IntroducedBlob> found = {IntroducedBlob{id, "", 0}};
  const Result<ObjectHeader> header = repository_.objects().header(id);
  if (header.ok() && header->type == ObjectType::Tree) {
    std::vector<Gap> gaps;
    Result<std::vector<IntroducedBlob>> blobs = tree_blobs(repository_, id, gaps);
    for (Gap& gap : gaps) job_.add_gap(kOwner, std::move(gap));
    if (!blobs.ok()) job_.add_gap(kOwner, gap_from_error("tree " + id.hex(), blobs.error()));
    found = blobs.ok() ? std::move(*blobs) : std::vector<IntroducedBlob>{};
  }
  for (IntroducedBlob& blob : found) {
    const auto [slot, is_new] = blobs_.try_emplace(blob.blob);
    if (is_new) order_.push_back(blob.blob);
    if (!blob.path.empty()) paths_.add_tip(NewPath{blob.path, 0}, refs);
    slot->second.tip_path = std::move(blob.path);
    slot->second.tip_refs = refs;
  }
}

bool PushedBlobs::is_better_swept() {
  return order_.size() >= kSweepFrom &&
         order_.size() * kSweepOneIn >= repository_.objects().object_count();
}

Status PushedBlobs::scan(ObjectScanner& scanner) {
  job_.set_total(order_.size());
  std::vector<ObjectId> left;
  const bool swept = is_better_swept();
  if (swept) {
    LEAKWARDEN_TRY(left, sweep(scanner));
  }
  const std::vector<ObjectId>& blobs = swept ? left : order_;
  const std::vector<std::size_t> order = small_first(blobs.size(), job_, [&](std::size_t at) {
    const Result<ObjectHeader> header = repository_.objects().header(blobs[at]);
    return header.ok() ? header->size : 0;
  });
  run_parallel(order.size(), job_.workers(), [&](unsigned worker, std::uint64_t at) -> Flow {
    scan_one(scanner, worker, blobs[order[at]]);
    return job_.flow();
  });
  return done();
}

void PushedBlobs::scan_one(ObjectScanner& scanner, unsigned worker, const ObjectId& id) {
  job_.begin_object(worker, id);
  if (job_.is_poisoned(worker, id)) return;
  BlobSink sink(job_, [&](unsigned, const ObjectView& object) {
    ObjectView blob = object;
    blob.type = ObjectType::Blob;  // the tree said so
    scanner.scan(worker, blob, place_of(id));
  });
  const Status pushed = repository_.objects().push_one(id, sink, worker);
  if (!pushed.ok())
    job_.add_gap(worker, gap_from_error(object_name(ObjectType::Blob, id), pushed.error()));
}

Result<std::vector<ObjectId>> PushedBlobs::sweep(ObjectScanner& scanner) {
  std::mutex mutex;
  std::set<ObjectId> seen;
  BlobSink sink(job_, [&](unsigned worker, const ObjectView& object) {
    if (blobs_.count(object.id) == 0) return;
    if (object.is_window || object.bytes.size() > kMostSweptBytes) return;
    {
      const std::lock_guard<std::mutex> lock(mutex);
      seen.insert(object.id);
    }
    job_.begin_object(worker, object.id);
    if (!job_.is_poisoned(worker, object.id)) scanner.scan(worker, object, place_of(object.id));
  });
  LEAKWARDEN_CHECK(repository_.objects().push_all(sink, job_.workers()));
  std::vector<ObjectId> left;  // large ones, and those that were not delivered: why is said then
  for (const ObjectId& id : order_) {
    if (seen.count(id) == 0) left.push_back(id);
  }
  return left;
}

Location PushedBlobs::place_of(const ObjectId& id) const {
  const Blob& blob = blobs_.at(id);
  Location place;
  place.kind = PlaceKind::Blob;
  place.repository = job_.options().repository_name;
  place.path = blob.introductions.empty() ? blob.tip_path : blob.introductions.front().path;
  if (blob.introductions.empty()) place.refs = blob.tip_refs;
  return place;
}

const std::vector<PushedBlobs::Introduction>& PushedBlobs::introductions(
    const ObjectId& blob) const {
  static const std::vector<Introduction> kNoIntroductions;
  const auto found = blobs_.find(blob);
  return found == blobs_.end() ? kNoIntroductions : found->second.introductions;
}

}  // namespace leakwarden::scanner
