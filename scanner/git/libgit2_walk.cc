#include "scanner/git/libgit2_walk.h"

#include <cstring>
#include <optional>

#include "scanner/git/libgit2_backend.h"

namespace leakwarden::scanner {
namespace {

git_oid oid_of(const ObjectId& id) {
  git_oid oid;
  std::memcpy(oid.id, id.bytes().data(), GIT_OID_RAWSZ);
  return oid;
}

// Owns libgit2's walker.
class Walker {
 public:
  explicit Walker(const Libgit2Repository& repository) : library_(repository.library()) {
    library_.revwalk_new(&walk_, repository.get());
  }
  ~Walker() {
    if (walk_ != nullptr) library_.revwalk_free(walk_);
  }
  Walker(const Walker&) = delete;
  Walker& operator=(const Walker&) = delete;

  Status start(const std::vector<ObjectId>& tips, const std::vector<ObjectId>& hidden) {
    if (walk_ == nullptr) return failure();
    library_.revwalk_sorting(walk_, GIT_SORT_TIME);
    for (const ObjectId& id : tips) {
      git_oid oid = oid_of(id);
      if (library_.revwalk_push(walk_, &oid) != GIT_OK) return failure();
    }
    for (const ObjectId& id : hidden) {
      git_oid oid = oid_of(id);
      if (library_.revwalk_hide(walk_, &oid) != GIT_OK) return failure();
    }
    return done();
  }

  // Empty at the end.
  Result<std::optional<ObjectId>> next() {
    git_oid oid;
    int code = library_.revwalk_next(&oid, walk_);
    if (code == GIT_ITEROVER) return std::optional<ObjectId>();
    if (code != GIT_OK) return failure();
    return ObjectId::from_bytes({reinterpret_cast<const char*>(oid.id), GIT_OID_RAWSZ});
  }

 private:
  Error failure() const { return library_.last_error("walk commits"); }
  const Libgit2Library& library_;
  git_revwalk* walk_ = nullptr;
};

}  // namespace

bool libgit2_can_walk(const Repository& repository) {
  return repository.id_bytes() == GIT_OID_RAWSZ && !repository.is_shallow();
}

Result<std::vector<ObjectId>> walk_with_libgit2(Repository& repository,
                                                const std::vector<ObjectId>& tips,
                                                const std::vector<ObjectId>& hidden) {
  LEAKWARDEN_TRY(std::unique_ptr<Libgit2Repository> wrapped,
                 Libgit2Repository::wrap(repository.objects()));
  Walker walker(*wrapped);
  LEAKWARDEN_CHECK(walker.start(tips, hidden));
  std::vector<ObjectId> commits;
  while (true) {
    LEAKWARDEN_TRY(std::optional<ObjectId> commit, walker.next());
    if (!commit) return commits;
    if (commits.size() == repository.limits().max_commits_per_push)
      return Error::too_large("walk commits", "", "more commits than the limit");
    commits.push_back(*commit);
  }
}

}  // namespace leakwarden::scanner
