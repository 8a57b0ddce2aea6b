// new_commits: what a push brings, from ref tips to commits, tags and other objects.

#include <algorithm>
#include <set>

#include "scanner/git/changes.h"
#include "scanner/git/commit_walk.h"
#include "scanner/git/libgit2_walk.h"

namespace leakwarden::scanner {
namespace {

struct Peeled {
  ObjectId id;
  ObjectType type = ObjectType::Commit;
  std::vector<ObjectId> tags;  // met on the way, outermost first
};

// Through annotated tags to what they name.
Result<Peeled> peel(Repository& repository, const ObjectId& tip) {
  Peeled peeled;
  peeled.id = tip;
  while (true) {
    LEAKWARDEN_TRY(ObjectHeader header, repository.objects().header(peeled.id));
    peeled.type = header.type;
    if (header.type != ObjectType::Tag) return peeled;
    if (peeled.tags.size() == repository.limits().max_tag_depth)
      return Error::too_large("follow tag", tip.hex(), "more nested tags than the limit");
    peeled.tags.push_back(peeled.id);
    LEAKWARDEN_TRY(ObjectBytes object, repository.objects().read(peeled.id));
    LEAKWARDEN_TRY(TagInfo tag, parse_tag(object.bytes));
    peeled.id = tag.target;
  }
}

Result<CommitInfo> read_commit(Repository& repository, const ObjectId& id) {
  LEAKWARDEN_TRY(ObjectBytes object, repository.objects().read(id));
  return parse_commit(id, object.bytes);
}

struct Starts {
  std::vector<ObjectId> tips;    // commits
  std::vector<ObjectId> hidden;  // commits
};

void add_known(std::vector<ObjectId>& list, std::set<ObjectId>& known, const ObjectId& id) {
  if (known.insert(id).second) list.push_back(id);
}

// Tips that are absent are errors; a tag nested too deep is a gap, its outer tags are scanned.
Status sort_tips(Repository& repository, const std::vector<ObjectId>& tips,
                 std::set<ObjectId> known, Starts& starts, NewCommits& result) {
  for (const ObjectId& tip : tips) {
    if (known.count(tip) != 0) continue;
    Result<Peeled> peeled = peel(repository, tip);
    if (!peeled.ok()) {
      if (peeled.error().kind != ErrorKind::TooLarge) return std::move(peeled).error();
      add_known(result.tags, known, tip);
      result.gaps.push_back(gap_from_error("tag " + tip.hex(), peeled.error()));
      continue;
    }
    for (const ObjectId& tag : peeled->tags) add_known(result.tags, known, tag);
    bool is_commit = peeled->type == ObjectType::Commit;
    add_known(is_commit ? starts.tips : result.other_tips, known, peeled->id);
  }
  return done();
}

// Everything that is known already: the hidden ids, and what hidden tags lead to.
std::set<ObjectId> sort_hidden(Repository& repository, const std::vector<ObjectId>& hidden,
                               Starts& starts) {
  std::set<ObjectId> known;
  for (const ObjectId& id : hidden) {
    if (!known.insert(id).second) continue;
    Result<Peeled> peeled = peel(repository, id);
    if (!peeled.ok()) continue;
    known.insert(peeled->tags.begin(), peeled->tags.end());
    known.insert(peeled->id);
    if (peeled->type == ObjectType::Commit) starts.hidden.push_back(peeled->id);
  }
  return known;
}

Result<std::vector<ObjectId>> walk(Repository& repository, const Starts& starts, WalkEngine engine,
                                   NewCommits& result) {
  if (engine == WalkEngine::LibGit2 && libgit2_can_walk(repository)) {
    Result<std::vector<ObjectId>> commits =
        walk_with_libgit2(repository, starts.tips, starts.hidden);
    if (commits.ok()) return commits;
  }
  CommitWalk commits(repository);
  for (const ObjectId& id : starts.hidden) commits.add_hidden(id);
  for (const ObjectId& id : starts.tips) LEAKWARDEN_CHECK(commits.add_tip(id));
  return commits.run(result.gaps, result.notes);
}

}  // namespace

Result<NewCommits> new_commits(Repository& repository, const std::vector<ObjectId>& tips,
                               const std::vector<ObjectId>& hidden, WalkEngine engine) {
  NewCommits result;
  Starts starts;
  std::set<ObjectId> known = sort_hidden(repository, hidden, starts);
  LEAKWARDEN_CHECK(sort_tips(repository, tips, std::move(known), starts, result));
  LEAKWARDEN_TRY(std::vector<ObjectId> ids, walk(repository, starts, engine, result));
  result.commits.reserve(ids.size());
  for (const ObjectId& id : ids) {
    Result<CommitInfo> commit = read_commit(repository, id);
    if (commit.ok())
      result.commits.push_back(std::move(commit).value());
    else
      result.gaps.push_back(gap_from_error("commit " + id.hex(), commit.error()));
  }
  return result;
}

}  // namespace leakwarden::scanner
