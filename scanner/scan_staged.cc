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
  // The staged bytes themselves: the work tree may say something else.
  const auto scan_one = [&](unsigned worker, std::uint64_t at) {
    scan_entry(repository, *job, worker, changes.entries[at]);
    return job->flow();
  };
  run_parallel(changes.entries.size(), job->workers(), scan_one, kEntriesPerThread);
  // And names, of what was only renamed too.
  Location place;
  place.repository = job->options().repository_name;
  const auto scan_name = [&](unsigned worker, std::uint64_t at) {
    scan_new_path(*job, worker, changes.new_paths[at].path, changes.new_paths[at].name_at, place);
    return job->flow();
  };
  run_parallel(changes.new_paths.size(), job->workers(), scan_name, kNamesPerThread);
  // An old key next to a changed line is not this commit's.
  job->put_findings(not_in_head(repository, *job, job->take_findings()));
  return job->finish();
}

}  // namespace leakwarden::scanner
