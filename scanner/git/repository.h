#pragma once

// A git repository behind bounded readers: no configuration, hook, filter, alternate or include is
// honoured; nothing blocks on a FIFO; symlinks out of it are not followed.
//
// Reading objects (loose.h, pack.h), refs (refs.h), the index (index.h), trees (tree.h) and history
// (commit_walk.h) is our own. libgit2 is a second engine for the commit walk, on request, over an
// object database backend that reads through these readers, so that its known holes on hostile
// objects are never reached.
//
//   Repository::open("/srv/git/a.git", OpenOptions{}) → objects(), refs(), …
//
// Thread rules: a Repository may be shared; its ObjectSource is thread-safe.

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scanner/base/file.h"
#include "scanner/base/limits.h"
#include "scanner/base/object_id.h"
#include "scanner/base/result.h"
#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

enum class FollowAlternates { No, Yes };
// Whether push_all checks object ids and pack checksums; a wrong one is a corrupt gap, and the
// object is delivered all the same.
enum class VerifyObjects { No, Yes };

class TreeCache;

struct OpenOptions {
  Limits limits;
  // Yes only for a repository the user named and owns (a CLI scan, a developer's hook).
  FollowAlternates alternates = FollowAlternates::No;
  VerifyObjects verify_objects = VerifyObjects::No;
  // A pre-receive hook's quarantine: GIT_QUARANTINE_PATH / GIT_OBJECT_DIRECTORY, read first; and
  // what GIT_ALTERNATE_OBJECT_DIRECTORIES names.
  std::vector<std::string> extra_object_folders;
};

struct Ref {
  std::string name;  // "refs/heads/main", "HEAD"; raw bytes
  ObjectId id;       // what it points at (symbolic refs resolved)
  friend bool operator==(const Ref&, const Ref&) = default;
};

class Repository {
 public:
  // `path`: a bare repository, a work tree, or its .git (folder or gitdir file).
  // NotFound: "not a git repository". Refused: a format we do not read (reftable), owned by
  // somebody else where that matters. The error says what to do.
  static Result<std::shared_ptr<Repository>> open(const std::string& path,
                                                  const OpenOptions& options);
  // The same below an open directory: a worker has no paths.
  static Result<std::shared_ptr<Repository>> open_at(const Descriptor& directory,
                                                     const OpenOptions& options);
  virtual ~Repository() = default;

  virtual const std::string& git_folder() const = 0;       // absolute, "" when opened by descriptor
  virtual const std::string& work_tree() const = 0;        // absolute, "" when bare
  virtual const Descriptor& git_directory() const = 0;     // this work tree's git dir
  virtual const Descriptor& common_directory() const = 0;  // where objects and refs lie
  virtual unsigned id_bytes() const = 0;                   // 20 or 32
  virtual bool is_shallow() const = 0;
  virtual const std::set<ObjectId>& shallow_commits() const = 0;  // whose parents were left out
  virtual bool is_partial_clone() const = 0;                      // promised objects may be absent
  virtual ObjectSource& objects() = 0;
  virtual TreeCache& trees() = 0;  // parsed trees, shared by whoever compares commits
  // All refs including HEAD, by name, loose over packed. Broken refs are gaps.
  // Refused: a ref storage that is not read (reftable).
  virtual Result<std::vector<Ref>> refs(std::vector<Gap>& gaps) = 0;
  // One ref without reading the others; empty when it is not there, or an unborn branch.
  virtual Result<std::optional<ObjectId>> resolve_ref(const std::string& name) = 0;
  virtual const Limits& limits() const = 0;
};

// From `path` upwards, the first folder that Repository::open() would take: a work tree, or a git
// folder itself. NotFound.
Result<std::string> find_repository(const std::string& path);

}  // namespace leakwarden::scanner
