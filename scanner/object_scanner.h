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
#include <string>
#include <vector>

#include "scanner/git/changes.h"
#include "scanner/git/repository.h"
#include "scanner/scan_job.h"
#include "scanner/tree_names.h"
#include "scanner/windows.h"

namespace leakwarden::scanner {

class ObjectScanner {
 public:
  ObjectScanner(ScanJob& job, Repository& repository);

  // A whole object or the next window of a large one. Findings are placed at `place`, completed by
  // what the object itself says (kind, author, date).
  void scan(unsigned worker, const ObjectView& object, const Location& place);

  // Ids that scanned trees, commits and tags name.
  std::vector<ObjectId> references();

 private:
  struct Worker {
    Worker(std::size_t id_bytes, std::uint64_t overlap) : trees(id_bytes), windows(overlap) {}
    TreeNames trees;
    WindowSequence windows;
    std::string names;
  };

  void scan_window(unsigned worker, const ObjectView& object, Location place);
  void note_references(unsigned worker, const CommitInfo& commit);
  void scan_commit(unsigned worker, const ObjectView& object, Location place);
  void scan_tag(unsigned worker, const ObjectView& object, Location place);
  void scan_tree(unsigned worker, const ObjectView& object, Location place);

  ScanJob& job_;
  Repository& repository_;
  std::vector<std::unique_ptr<Worker>> workers_;
};

// "blob 1f2e…": how gaps name objects.
std::string object_name(ObjectType type, const ObjectId& id);

}  // namespace leakwarden::scanner
