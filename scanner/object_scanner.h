#pragma once

// What of a git object is text, and what a match in it is called.
//
//   blob     all of it                                             blob
//   commit   from the author line on (before it stand only ids)    author, committer,
//   commit-message tag      from its name on                                      tagger,
//   tag-message tree     its names                                             path
//
// Lines are counted within the message, columns of a header from its value on.
//
// Thread rules: as ScanJob's: each worker by its own number.

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "scanner/git/changes.h"
#include "scanner/git/repository.h"
#include "scanner/known_versions.h"
#include "scanner/object_origins.h"
#include "scanner/scan_job.h"
#include "scanner/tree_names.h"
#include "scanner/tree_versions.h"
#include "scanner/windows.h"

namespace leakwarden::scanner {

// Keep what with_provenance() needs of trees and commits?
enum class NoteOrigins { No, Yes };

class ObjectScanner {
 public:
  ObjectScanner(ScanJob& job, Repository& repository, NoteOrigins note);

  // A whole object or the next window of a large one. Findings are placed at `place`, completed by
  // what the object itself says (kind, author, date). `listener`: of what readers make of a whole
  // blob.
  void scan(unsigned worker, const ObjectView& object, const Location& place,
            ReadTextListener* listener = nullptr);

  // No more deltas of the object at `position` come.
  void base_done(unsigned worker, const PhysicalPosition& position);

  // Ids that scanned trees, commits and tags name, in no order, some more than once: once, after
  // the last object.
  std::vector<ObjectId> take_references();
  // Of a scan that notes origins: once, after the last object.
  ScannedOrigins take_origins();

 private:
  struct Worker {
    Worker(std::size_t id_bytes, std::uint64_t most_log_bytes, std::uint64_t overlap)
        : trees(id_bytes, most_log_bytes), windows(overlap) {}
    TreeNames names_seen;
    TreeVersions trees;
    WindowSequence windows;
    KnownVersions versions;
    std::string names;
  };

  void scan_blob(unsigned worker, const ObjectView& object, Location place,
                 ReadTextListener* listener);
  void scan_window(unsigned worker, const ObjectView& object, Location place);
  void note_references(unsigned worker, const CommitText& commit);
  // Whether a place is asked for although nothing is found there.
  bool tells_dropped() const { return job_.options().on_dropped != nullptr; }
  void scan_commit(unsigned worker, const ObjectView& object, Location place);
  void scan_tag(unsigned worker, const ObjectView& object, Location place);
  void scan_tree(unsigned worker, const ObjectView& object, Location place);

  ScanJob& job_;
  Repository& repository_;
  NoteOrigins note_;
  std::mutex commits_mutex_;
  CommitGraph commits_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

}  // namespace leakwarden::scanner
