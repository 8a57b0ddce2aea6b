#include "scanner/git/base_cache.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kNodeOverhead = 200;

std::uint64_t cost_of(const BaseCache::Entry& entry) {
  return entry->bytes.size() + kNodeOverhead;
}

}  // namespace

BaseCache::Entry BaseCache::find(const void* pack, std::uint64_t offset) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = nodes_.find(Key{pack, offset});
  if (found == nodes_.end()) return nullptr;
  newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
  return found->second->entry;
}

void BaseCache::insert(const void* pack, std::uint64_t offset, Entry entry) {
  std::uint64_t cost = cost_of(entry);
  if (cost > max_bytes_ / 4) return;  // one large object must not empty the cache
  std::lock_guard<std::mutex> lock(mutex_);
  Key key{pack, offset};
  if (nodes_.count(key) != 0) return;
  newest_first_.push_front({key, std::move(entry)});
  nodes_[key] = newest_first_.begin();
  bytes_ += cost;
  while (bytes_ > max_bytes_) {
    bytes_ -= cost_of(newest_first_.back().entry);
    nodes_.erase(newest_first_.back().key);
    newest_first_.pop_back();
  }
}

std::uint64_t BaseCache::bytes() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return bytes_;
}

}  // namespace leakwarden::scanner
