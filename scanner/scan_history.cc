// A whole repository: every object of its database once, then what lies beside the objects.

#include <algorithm>
#include <future>
#include <memory>
#include <mutex>
#include <unordered_set>
#include <utility>

#include "scanner/extra_places.h"
#include "scanner/git/reflog.h"
#include "scanner/git_folder_texts.h"
#include "scanner/known_packs.h"
#include "scanner/missing_objects.h"
#include "scanner/object_scanner.h"
#include "scanner/parallel.h"
#include "scanner/provenance.h"
#include "scanner/scan.h"
#include "scanner/scan_job.h"
#include "scanner/staged_names.h"

namespace leakwarden::scanner {
namespace {

// Takes every physical copy of every object: an id may lie about what it names.
class HistorySink final : public ObjectSink {
 public:
  HistorySink(Repository& repository, ScanJob& job, ObjectScanner& scanner, LfsPointers& lfs)
      : job_(job),
        scanner_(scanner),
        lfs_(lfs),
        known_(repository, job, lfs),
        present_(job.workers()) {
    place_.repository = job.options().repository_name;
  }

  bool wants_pack(const Pack& pack) override {
    gaps_before_pack_ = gaps_.size();
    blobs_are_known_ = known_.begin(pack);
    if (blobs_are_known_ || !known_.wants_all_blobs()) present_[kOwner].add_all(pack.index());
    return true;
  }

  void on_pack_done(const Pack& pack) override {
    known_.end(pack, gaps_.size() > gaps_before_pack_);
    blobs_are_known_ = false;
  }

  // The blobs of a pack that was judged before bring nothing new; what leads to them may.
  bool wants(ObjectType type) const override {
    return type != ObjectType::Blob || !blobs_are_known_;
  }

  bool wants_root(unsigned worker, ObjectType type, const PhysicalPosition& position) override {
    return type != ObjectType::Blob || known_.wants_root(worker, position);
  }

  Flow on_object(unsigned worker, const ObjectView& object) override {
    job_.begin_object(worker, object.id);
    if (!object.is_window || object.is_last_window) present_[worker].add(object.id);
    if (job_.is_poisoned(worker, object.id)) return job_.flow();
    if (object.type == ObjectType::Blob && !look_at_blob(worker, object)) return job_.flow();
    scanner_.scan(worker, object, place_, known_.listener(worker));
    return job_.flow();
  }

  void on_base_done(unsigned worker, const PhysicalPosition& position) override {
    scanner_.base_done(worker, position);
    known_.base_done(worker, position);
  }

  Flow on_gap(Gap gap) override {
    gaps_.push_back(std::move(gap));
    return job_.flow();
  }

  void on_progress(std::uint64_t, std::uint64_t) override {}

  // After the push: the gaps of its threads.
  void finish() {
    known_.finish();
    for (Gap& gap : gaps_) job_.add_gap(kOwner, std::move(gap));
  }

  // And what was delivered.
  PresentIds take_present() {
    PresentIds all;
    for (PresentIds& some : present_) all.take(some);
    all.sort();
    return all;
  }

 private:
  // False: it was judged before.
  bool look_at_blob(unsigned worker, const ObjectView& object) {
    lfs_.look_at(object.id, object.bytes);
    if (!object.is_window || object.is_last_window) known_.saw_blob(worker, object);
    if (known_.needs_scan(worker, object)) return true;
    job_.covered(worker, object.bytes.size());
    return false;
  }

  ScanJob& job_;
  ObjectScanner& scanner_;
  LfsPointers& lfs_;
  KnownPacks known_;
  bool blobs_are_known_ = false;
  std::size_t gaps_before_pack_ = 0;
  Location place_;
  std::vector<PresentIds> present_;
  std::vector<Gap> gaps_;
};

// Objects that something in the repository names, so that they must be there.
std::vector<ObjectId> named_objects(ObjectScanner& scanner, const std::vector<Ref>& refs) {
  std::vector<ObjectId> named = scanner.take_references();
  for (const Ref& ref : refs) named.push_back(ref.id);
  return named;
}

// Stashes below the newest are commits that only the stash's reflog knows.
std::vector<Ref> with_older_stashes(Repository& repository, std::vector<Ref> refs) {
  const Result<std::string> text = read_regular_file(
      repository.common_directory().get(), "logs/refs/stash", repository.limits().max_object_bytes);
  if (!text.ok()) return refs;  // there are none, or scan_extra_texts has said why
  const std::vector<ReflogEntry> entries = parse_reflog(*text, repository.id_bytes());
  for (std::size_t below = 1; below < entries.size(); ++below) {
    refs.push_back(Ref{"refs/stash@{" + std::to_string(below) + "}",
                       entries[entries.size() - 1 - below].after});
  }
  return refs;
}

void note_what_was_not_asked_for(const Repository& repository, ScanJob& job) {
  if (repository.is_shallow()) {
    job.add_note("shallow clone: the history before its first commits is not here");
  }
}

}  // namespace

Result<ScanReport> scan_history(Repository& repository, const ScanOptions& options) {
  LEAKWARDEN_TRY(std::unique_ptr<ScanJob> job, ScanJob::start(options));
  ObjectScanner scanner(*job, repository, NoteOrigins::Yes);
  LfsPointers lfs;
  HistorySink sink(repository, *job, scanner, lfs);
  job->set_total(repository.objects().object_count());

  // Every object: what is unreachable or dangling can still be fetched or dug out. Of packs that
  // were judged before, what was found in their blobs.
  LEAKWARDEN_CHECK(repository.objects().push_all(sink, job->workers()));
  sink.finish();
  // LFS content lies in files of its own, and only pointers in objects.
  lfs.scan(repository, *job);
  // Names of refs and reflogs: text that is in no object and in no file of its own.
  scan_extra_texts(repository, *job);
  std::vector<Gap> said;  // with the names
  LEAKWARDEN_TRY(const std::vector<Ref> refs, repository.refs(said));
  // What these and trees name and the database lacks: it was asked for.
  std::future<std::vector<ObjectId>> absent = std::async(beside(job->workers()), [&] {
    if (job->cancelled()) return std::vector<ObjectId>();
    return not_delivered(named_objects(scanner, refs), sink.take_present());
  });
  // Files beside the objects: configuration, hooks, messages never committed, what tools leave.
  scan_git_folder(repository, *job, refs, lfs);
  // The index names files that are in no tree yet.
  const StagedNames staged = StagedNames::read(repository, *job);
  staged.scan(*job);
  // Now that it is known which objects hold something: where those come from.
  std::vector<Finding> findings = job->take_findings();
  LEAKWARDEN_TRY(findings, with_provenance(repository, *job, with_older_stashes(repository, refs),
                                           scanner.take_origins(), std::move(findings)));
  report_missing(repository, *job, absent.get());
  // Objects no commit holds may be staged: the index knows their paths.
  staged.name_blobs(findings);
  // And what a tree and the index name alike is said once.
  StagedNames::drop_names_of_trees(findings);
  job->put_findings(std::move(findings));
  note_what_was_not_asked_for(repository, *job);
  return job->finish();
}

}  // namespace leakwarden::scanner
