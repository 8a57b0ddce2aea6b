#pragma once

// Inflated objects of packs that were lately used as delta bases, bounded in bytes: walking trees
// resolves the same chains again and again.
//
// Thread rules: any thread; entries are shared and never change.

#include <cstdint>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>

#include "scanner/git/object_source.h"

namespace leakwarden::scanner {

class BaseCache {
 public:
  using Entry = std::shared_ptr<const ObjectBytes>;
  explicit BaseCache(std::uint64_t max_bytes) : max_bytes_(max_bytes) {}

  // `pack` only names the pack; it must stay the same object while entries of it are asked for.
  Entry find(const void* pack, std::uint64_t offset);
  void insert(const void* pack, std::uint64_t offset, Entry entry);
  std::uint64_t bytes() const;

 private:
  struct Key {
    const void* pack;
    std::uint64_t offset;
    friend bool operator==(const Key&, const Key&) = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const noexcept {
      return std::hash<const void*>()(key.pack) ^ (key.offset * 0x9e3779b97f4a7c15ull);
    }
  };
  struct Node {
    Key key;
    Entry entry;
  };

  mutable std::mutex mutex_;
  std::uint64_t max_bytes_;
  std::uint64_t bytes_ = 0;
  std::list<Node> newest_first_;
  std::unordered_map<Key, std::list<Node>::iterator, KeyHash> nodes_;
};

}  // namespace leakwarden::scanner
