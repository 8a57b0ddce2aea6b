// What the coming commit would add: index content, not the work tree's.

#include <optional>
#include <utility>

#include "scanner/git/index.h"
#include "scanner/introduced.h"
#include "scanner/old_values.h"
#include "scanner/parallel.h"
#include "scanner/report/words.h"
#include "scanner/scan.h"
#include "scanner/scan_job.h"
#include "scanner/staged_by_git.h"
#include "scanner/tree_path.h"

namespace leakwarden::scanner {
namespace {

// A thread with its matcher costs more than a few files do.
constexpr std::uint64_t kEntriesPerThread = 32;

Result<StagedChanges> staged(Repository& repository, const std::string& index_file) {
  Result<StagedChanges> changes = staged_changes(repository, index_file);
  if (changes.ok() || changes.error().kind != ErrorKind::Refused) return changes;
  return staged_by_git(repository, index_file);  // a split or sparse index is git's own affair
}

void scan_entry(Repository& repository, ScanJob& job, unsigned worker, const IndexEntry& entry) {
  Location place;
  place.kind = PlaceKind::Index;
  place.repository = job.options().repository_name;
  place.path = entry.path;
  place.blob = entry.id.hex();
  job.begin_object(worker, entry.id);
  if (job.is_poisoned(worker, entry.id)) return;
  const Result<ObjectBytes> object = repository.objects().read(entry.id);
  if (!object.ok()) {
    job.add_gap(worker, gap_from_error(entry.path, object.error()));
    return;
  }
  job.scan_text(worker, object->bytes, place, entry.path);
  job.covered(worker, object->bytes.size());
  place.kind = PlaceKind::Path;
  job.scan_text(worker, entry.path, place, "a path");
}

std::optional<ObjectId> head_tree(Repository& repository) {
  const Result<std::optional<ObjectId>> head = repository.resolve_ref("HEAD");
  if (!head.ok() || !*head) return std::nullopt;
  const Result<CommitInfo> commit = read_commit(repository, **head);
  if (!commit.ok()) return std::nullopt;
  return commit->tree;
}

bool stood_in_head(Repository& repository, OldValues& old, const Finding& finding,
                   const ObjectId& tree) {
  if (finding.location.kind == PlaceKind::Path) return old.stood_in_names(finding, {tree});
  std::vector<ObjectId> likely;
  const std::optional<ObjectId> before = object_at(repository, tree, finding.location.path);
  if (before) likely.push_back(*before);
  return old.stood_in(finding, likely, {tree});
}

std::vector<Finding> not_in_head(Repository& repository, ScanJob& job,
                                 std::vector<Finding> findings) {
  const std::optional<ObjectId> tree = findings.empty() ? std::nullopt : head_tree(repository);
  if (!tree) return findings;  // nothing staged against nothing
  OldValues old(repository, job, findings);
  std::vector<Finding> introduced;
  for (Finding& finding : findings) {
    if (stood_in_head(repository, old, finding, *tree)) continue;
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
  // The staged bytes themselves: the work tree may say something else.
  const auto scan_one = [&](unsigned worker, std::uint64_t at) {
    scan_entry(repository, *job, worker, changes.entries[at]);
    return job->flow();
  };
  run_parallel(changes.entries.size(), job->workers(), scan_one, kEntriesPerThread);
  // An old key next to a changed line is not this commit's.
  job->put_findings(not_in_head(repository, *job, job->take_findings()));
  return job->finish();
}

}  // namespace leakwarden::scanner
