// What new tips bring in against known ones: a push, a commit range, a pre-receive hook.

#include <algorithm>
#include <utility>

#include "scanner/extra_places.h"
#include "scanner/introduced.h"
#include "scanner/object_scanner.h"
#include "scanner/parallel.h"
#include "scanner/push_refs.h"
#include "scanner/pushed_blobs.h"
#include "scanner/scan.h"
#include "scanner/scan_job.h"

namespace leakwarden::scanner {
namespace {

std::vector<ObjectId> new_tips(const PushRequest& request) {
  std::vector<ObjectId> tips;
  for (const PushUpdate& update : request.updates) {
    if (!update.new_id.is_null()) tips.push_back(update.new_id);
  }
  return tips;
}

std::vector<Ref> new_refs(const PushRequest& request) {
  std::vector<Ref> refs;
  for (const PushUpdate& update : request.updates) {
    if (update.old_id.is_null() && !update.new_id.is_null()) {
      refs.push_back(Ref{update.ref, update.new_id});
    }
  }
  return refs;
}

// Commits and annotated tags: small objects that are text themselves.
void scan_message(Repository& repository, ScanJob& job, ObjectScanner& scanner, unsigned worker,
                  ObjectType type, const ObjectId& id, const std::vector<std::string>& refs) {
  job.begin_object(worker, id);
  if (job.is_poisoned(worker, id)) return;
  const Result<ObjectBytes> object = repository.objects().read(id);
  if (!object.ok()) {
    job.add_gap(worker, gap_from_error(object_name(type, id), object.error()));
    return;
  }
  ObjectView view;
  view.id = id;
  view.type = type;
  view.bytes = object->bytes;
  Location place;
  place.repository = job.options().repository_name;
  place.refs = refs;
  scanner.scan(worker, view, place);
}

void scan_commits(Repository& repository, ScanJob& job, ObjectScanner& scanner,
                  const std::vector<CommitInfo>& commits) {
  run_parallel(commits.size(), job.workers(), [&](unsigned worker, std::uint64_t at) -> Flow {
    scan_message(repository, job, scanner, worker, ObjectType::Commit, commits[at].id, {});
    return job.flow();
  });
}

}  // namespace

Result<ScanReport> scan_push(Repository& repository, const PushRequest& request,
                             const ScanOptions& options) {
  LEAKWARDEN_TRY(std::unique_ptr<ScanJob> job, ScanJob::start(options));
  // First what is new at all: a deletion, or a branch made of known commits, brings nothing.
  LEAKWARDEN_TRY(NewCommits news, new_commits(repository, new_tips(request), request.known_tips));
  for (Gap& gap : news.gaps) job->add_gap(kOwner, std::move(gap));
  std::reverse(news.commits.begin(), news.commits.end());  // oldest first: who brought it in

  ObjectScanner scanner(*job, repository, NoteOrigins::No);
  PushedBlobs blobs(repository, *job);
  // Each commit on its own: what a later one takes out again is in the history all the same.
  blobs.collect(news.commits);
  // Tags may name blobs and trees that are in no commit.
  for (const ObjectId& tip : news.other_tips) blobs.add_tip(tip, refs_naming(request, tip));
  // Text that is in no blob: messages and authors, tags, names of files and of refs. It is small:
  // no blob shall use up its time.
  scan_commits(repository, *job, scanner, news.commits);
  for (const ObjectId& tag : news.tags) {
    scan_message(repository, *job, scanner, kOwner, ObjectType::Tag, tag,
                 refs_naming(request, tag));
  }
  blobs.paths().scan(*job);
  scan_names_of(*job, new_refs(request));
  LEAKWARDEN_CHECK(blobs.scan(scanner));
  // Now that few findings are left to ask about: which values are new, and where they go.
  std::vector<Finding> findings =
      introduced_by_push(repository, *job, news.commits, blobs, job->take_findings());
  add_push_refs(repository, request, news.commits, findings);
  job->put_findings(std::move(findings));
  return job->finish();
}

}  // namespace leakwarden::scanner
