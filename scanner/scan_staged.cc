// What the coming commit would add: index content, not the work tree's.

#include <optional>
#include <utility>

#include "scanner/git/index.h"
#include "scanner/old_values.h"
#include "scanner/parallel.h"
#include "scanner/path_name.h"
#include "scanner/report/words.h"
#include "scanner/scan.h"
#include "scanner/scan_job.h"
#include "scanner/small_first.h"
#include "scanner/staged_by_git.h"
#include "scanner/tree_path.h"
#include "scanner/windows.h"

namespace leakwarden::scanner {
namespace {

// A thread with its matcher costs more than a few files do.
constexpr std::uint64_t kEntriesPerThread = 32;

Result<StagedChanges> staged(Repository& repository, const std::string& index_file) {
  Result<StagedChanges> changes = staged_changes(repository, index_file);
  if (changes.ok() || changes.error().kind != ErrorKind::Refused) return changes;
  return staged_by_git(repository, index_file);  // a split or sparse index is git's own affair
}

// One staged blob, whole or in windows.
class EntrySink final : public ObjectSink {
 public:
  EntrySink(ScanJob& job, const Location& place)
      : job_(job), place_(place), windows_(job.options().limits.window_overlap_bytes) {}

  bool wants(ObjectType) const override { return true; }
  Flow on_object(unsigned worker, const ObjectView& object) override {
    if (object.is_window) {
      job_.scan_window(worker, windows_.next(object.bytes, object.is_last_window), place_,
                       place_.path);
      if (object.is_last_window) job_.covered(worker, object.object_size);
    } else {
      job_.scan_text(worker, object.bytes, place_, place_.path);
      job_.covered(worker, object.bytes.size());
    }
    return job_.flow();
  }
  Flow on_gap(Gap) override { return job_.flow(); }  // only of sweeps
  void on_progress(std::uint64_t, std::uint64_t) override {}

 private:
  ScanJob& job_;
  const Location& place_;
  WindowSequence windows_;
};

void scan_entry(Repository& repository, ScanJob& job, unsigned worker, const IndexEntry& entry) {
  Location place;
  place.kind = PlaceKind::Index;
  place.repository = job.options().repository_name;
  place.path = entry.path;
  place.blob = entry.id.hex();
  job.begin_object(worker, entry.id);
  if (job.is_poisoned(worker, entry.id)) return;
  EntrySink sink(job, place);
  const Status pushed = repository.objects().push_one(entry.id, sink, worker);
  if (pushed.ok()) return;
  Gap gap = gap_from_error(entry.path, pushed.error());
  // Elsewhere than in a partial clone, what is staged is there.
  if (pushed.error().kind == ErrorKind::NotFound && !repository.is_partial_clone())
    gap.corrupt = true;
  job.add_gap(worker, std::move(gap));
}

// The index has the size of each file as git last saw it (modulo 4 GiB); 0 is also what it says
// when it is not sure.
std::vector<std::size_t> small_entries_first(Repository& repository, ScanJob& job,
                                             const std::vector<IndexEntry>& entries) {
  return small_first(entries.size(), job, [&](std::size_t at) -> std::uint64_t {
    if (entries[at].file_size != 0) return entries[at].file_size;
    const Result<ObjectHeader> header = repository.objects().header(entries[at].id);
    return header.ok() ? header->size : 0;
  });
}

bool stood_in_parents(Repository& repository, OldValues& old, const Finding& finding,
                      const std::vector<ObjectId>& trees) {
  if (finding.location.kind == PlaceKind::Path) return old.stood_in_names(finding, trees);
  std::vector<ObjectId> likely;
  for (const ObjectId& tree : trees) {
    const std::optional<ObjectId> before = object_at(repository, tree, finding.location.path);
    if (before) likely.push_back(*before);
  }
  return old.stood_in(finding, likely, trees);
}

std::vector<Finding> not_in_head(Repository& repository, ScanJob& job,
                                 std::vector<Finding> findings) {
  if (findings.empty()) return findings;
  const Result<std::vector<ObjectId>> trees = parent_trees_of_staged(repository);
  if (!trees.ok() || trees->empty()) return findings;  // nothing to have stood in
  OldValues old(repository, job, findings);
  std::vector<Finding> introduced;
  for (Finding& finding : findings) {
    if (stood_in_parents(repository, old, finding, *trees)) continue;
    introduced.push_back(std::move(finding));
  }
  const std::size_t known = findings.size() - introduced.size();
  if (known > 0)
    job.add_note(counted(known, "match", "matches") + " stood in HEAD already, not new");
  return introduced;
}

}  // namespace

Result<ScanReport> scan_staged(Repository& repository, const std::string& index_file,
                               const ScanOptions& options) {
  LEAKWARDEN_TRY(std::unique_ptr<ScanJob> job, ScanJob::start(options));
  // What differs from HEAD: the rest was committed before.
  LEAKWARDEN_TRY(StagedChanges changes, staged(repository, index_file));
  for (Gap& gap : changes.gaps) job->add_gap(kOwner, std::move(gap));
  job->set_total(changes.entries.size());
  // Names, of what was only renamed too.
  Location place;
  place.repository = job->options().repository_name;
  const auto scan_name = [&](unsigned worker, std::uint64_t at) {
    scan_new_path(*job, worker, changes.new_paths[at].path, changes.new_paths[at].name_at, place);
    return job->flow();
  };
  run_parallel(changes.new_paths.size(), job->workers(), scan_name, kNamesPerThread);
  // And the staged bytes themselves: the work tree may say something else.
  const std::vector<std::size_t> order = small_entries_first(repository, *job, changes.entries);
  const auto scan_one = [&](unsigned worker, std::uint64_t at) {
    scan_entry(repository, *job, worker, changes.entries[order[at]]);
    return job->flow();
  };
  run_parallel(order.size(), job->workers(), scan_one, kEntriesPerThread);
  // An old key next to a changed line is not this commit's.
  job->put_findings(not_in_head(repository, *job, job->take_findings()));
  return job->finish();
}

}  // namespace leakwarden::scanner
