#pragma once

// The index (staging area): version 2 to 4, read by ourselves because a pre-commit hook must answer
// in milliseconds. Format: git's Documentation/gitformat-index. Split ("link") and sparse ("sdir")
// indexes are Refused with a reason that the caller answers by asking git itself.

#include <string>
#include <vector>

#include "scanner/git/changes.h"
#include "scanner/git/repository.h"

namespace leakwarden::scanner {

struct IndexEntry {
  std::string path;
  unsigned mode = 0;
  ObjectId id;
  unsigned stage = 0;  // 1–3 while a merge is unresolved
  bool intent_to_add = false;
  std::uint32_t file_size = 0;  // modulo 4 GiB; 0 also when git is not sure
};

// `bytes`: the whole index file; `id_bytes` 20 or 32. Corrupt, Refused (split, sparse), TooLarge.
Result<std::vector<IndexEntry>> parse_index(std::string_view bytes, unsigned id_bytes);

// What the coming commit would add against HEAD (an unborn HEAD is the empty tree): entries whose
// blob is in no entry of HEAD's tree at any path, unchanged folders skipped by the id that their
// entries make; and what a cache tree that lies would bring. `index_file` "" means $GIT_INDEX_FILE
// or <git dir>/index.
struct StagedChanges {
  std::vector<IndexEntry> entries;
  std::vector<NewPath> new_paths;  // names that HEAD has not at that place
  std::vector<Gap> gaps;
};
Result<StagedChanges> staged_changes(Repository& repository, const std::string& index_file);

// Trees of the coming commit's parents: HEAD's (first; none when it is unborn) and, while a merge
// is being committed, those of its other parents.
Result<std::vector<ObjectId>> parent_trees_of_staged(Repository& repository);

}  // namespace leakwarden::scanner
