#pragma once

// The folders of an index and the tree ids they would have in a commit, computed from the entries
// themselves: hashing 35 bytes an entry is many times cheaper than reading HEAD's trees out of a
// pack, and needs no one's word.
//
//   entries  a/1 a/2 | b/x b/y/z | c      folders, in preorder: "", "a/", "b/", "b/y/"
//
// The index's cache tree (extension TREE) says such ids too, and git believes it: `git commit` puts
// a folder's id from there into the commit, without a look at the entries, wherever the node is
// valid (its count of entries is not below 0), no folder above it is, and the tree is stored; the
// count may be any. git keeps it true by invalidating all folders on the way to what it stages. A
// cache tree that lies would bring content into a commit that no entry names, so it is compared
// with what was computed: lying_nodes().

#include <optional>
#include <string_view>
#include <vector>

#include "scanner/git/index_file.h"

namespace leakwarden::scanner {

struct IndexFolder {
  std::string_view path;  // "" or ending in "/"; of an entry, which must live on
  std::size_t begin = 0;  // its entries
  std::size_t end = 0;
  std::size_t next = 0;        // the folder behind its last descendant
  std::optional<ObjectId> id;  // none while a conflict is unresolved in it, or when it holds
                               // intended entries only
};

// The root is there always. A folder whose entries do not stand together is there several times.
std::vector<IndexFolder> index_folders(const std::vector<IndexEntry>& entries, unsigned id_bytes);

// A tree that git would commit as it is, though the entries say otherwise.
struct LyingNode {
  std::string_view path;
  ObjectId id;
};
std::vector<LyingNode> lying_nodes(const IndexFile& index, const std::vector<IndexFolder>& folders);

}  // namespace leakwarden::scanner
