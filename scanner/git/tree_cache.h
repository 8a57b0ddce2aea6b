#pragma once

// Parsed trees that were lately looked at, bounded in bytes: neighbouring commits share nearly all
// their trees.
//
// Thread rules: any thread; trees are shared and never change.

#include <list>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "scanner/git/object_source.h"
#include "scanner/git/tree.h"

namespace leakwarden::scanner {

class TreeCache {
 public:
  explicit TreeCache(std::uint64_t max_bytes) : max_bytes_(max_bytes) {}
  // NotFound, Corrupt (also: it is no tree), TooLarge.
  Result<std::shared_ptr<const Tree>> read(ObjectSource& objects, const ObjectId& id);

 private:
  struct Node {
    ObjectId id;
    std::shared_ptr<const Tree> tree;
  };
  std::shared_ptr<const Tree> find(const ObjectId& id);
  void insert(const ObjectId& id, std::shared_ptr<const Tree> tree);

  std::mutex mutex_;
  std::uint64_t max_bytes_;
  std::uint64_t bytes_ = 0;
  std::list<Node> newest_first_;
  std::unordered_map<ObjectId, std::list<Node>::iterator> nodes_;
};

}  // namespace leakwarden::scanner
