#include "scanner/introduced.h"

#include <unordered_map>
#include <utility>

#include "scanner/old_values.h"
#include "scanner/report/words.h"

namespace leakwarden::scanner {
namespace {

// What commits replaced, and their parents' trees: looked up for commits with findings only.
struct Before {
  std::vector<ObjectId> replaced;
  std::vector<ObjectId> parent_trees;
};

Result<CommitInfo> read_commit(Repository& repository, const ObjectId& id) {
  LEAKWARDEN_TRY(const ObjectBytes object, repository.objects().read(id));
  if (object.type != ObjectType::Commit)
    return Error::corrupt("read commit", id.hex(), "no commit");
  return parse_commit(id, object.bytes);
}

class PushFilter {
 public:
  PushFilter(Repository& repository, ScanJob& job, const std::vector<CommitInfo>& commits,
             const PushedBlobs& blobs, const std::vector<Finding>& findings)
      : repository_(repository),
        commits_(commits),
        blobs_(blobs),
        old_(repository, job, findings) {}

  // False when no commit introduces it. Else places it at the first that does.
  bool place_introduction(Finding& finding) {
    const std::optional<ObjectId> blob = ObjectId::from_hex(finding.location.blob);
    if (finding.location.kind == PlaceKind::Path) return place_name(finding);
    if (finding.location.kind != PlaceKind::Blob || !blob) return true;
    const std::vector<PushedBlobs::Introduction>& introductions = blobs_.introductions(*blob);
    for (const PushedBlobs::Introduction& introduction : introductions) {
      const Before& before = before_of(introduction.commit);
      if (old_.stood_in(finding, before.replaced, before.parent_trees)) continue;
      finding.location.path = introduction.path;
      set_commit(finding, introduction.commit);
      return true;
    }
    return introductions.empty();  // a tag names it
  }

  bool budget_ended() const { return old_.budget_ended(); }

 private:
  bool place_name(Finding& finding) {
    const std::vector<std::uint32_t>& commits = blobs_.paths().commits(finding.location.path);
    for (std::uint32_t at : commits) {
      if (old_.stood_in_names(finding, before_of(at).parent_trees)) continue;
      set_commit(finding, at);
      return true;
    }
    return commits.empty();  // only below a tip
  }

  const Before& before_of(std::uint32_t at) {
    const auto [slot, is_new] = before_.try_emplace(at);
    if (!is_new) return slot->second;
    std::vector<Gap> gaps;  // reported when the changes were collected
    Result<CommitChanges> changes = commit_changes(repository_, commits_[at], gaps);
    if (changes.ok()) slot->second.replaced = std::move(changes->replaced);
    for (const ObjectId& parent : commits_[at].parents) {
      const Result<CommitInfo> commit = read_commit(repository_, parent);
      if (commit.ok()) slot->second.parent_trees.push_back(commit->tree);
    }
    return slot->second;
  }

  void set_commit(Finding& finding, std::uint32_t at) const {
    const CommitInfo& commit = commits_[at];
    finding.location.commit = commit.id.hex();
    finding.location.author = commit.author_name;
    finding.location.email = commit.author_email;
    finding.location.date = commit.author_date;
  }

  Repository& repository_;
  const std::vector<CommitInfo>& commits_;
  const PushedBlobs& blobs_;
  OldValues old_;
  std::unordered_map<std::uint32_t, Before> before_;
};

}  // namespace

std::vector<Finding> introduced_by_push(Repository& repository, ScanJob& job,
                                        const std::vector<CommitInfo>& commits,
                                        const PushedBlobs& blobs, std::vector<Finding> findings) {
  PushFilter filter(repository, job, commits, blobs, findings);
  std::vector<Finding> introduced;
  for (Finding& finding : findings) {
    if (filter.place_introduction(finding)) introduced.push_back(std::move(finding));
  }
  const std::size_t known = findings.size() - introduced.size();
  if (known > 0) {
    job.add_note(counted(known, "match", "matches") + " stood in a parent commit already, not new");
  }
  if (filter.budget_ended()) {
    job.add_note("the search for older copies ended at its limit; some values may not be new");
  }
  return introduced;
}

}  // namespace leakwarden::scanner
