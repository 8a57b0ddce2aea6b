#pragma once

// The index file's structure (git's Documentation/gitformat-index): entries of versions 2 to 4 and
// the cache tree, which remembers the tree ids of folders that did not change since they were
// written.

#include <string_view>
#include <vector>

#include "scanner/git/index.h"

namespace leakwarden::scanner {

// One folder of the cache tree. Nodes stand in preorder: a node, then its subfolders with theirs.
struct CacheTreeNode {
  std::string name;               // of the folder in its parent; "" for the root
  std::int64_t entry_count = -1;  // index entries it covers; below 0: not valid, `id` is not set
  ObjectId id;
  std::uint32_t subfolders = 0;
  std::uint32_t end = 0;  // the node behind its last descendant
};

struct IndexFile {
  std::vector<IndexEntry> entries;        // by path, then stage
  std::vector<CacheTreeNode> cache_tree;  // empty when there is none, or none that makes sense
};

// Errors as parse_index().
Result<IndexFile> parse_index_file(std::string_view bytes, unsigned id_bytes);

}  // namespace leakwarden::scanner
