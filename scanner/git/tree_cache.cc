#include "scanner/git/tree_cache.h"

namespace leakwarden::scanner {
namespace {

std::uint64_t cost_of(const Tree& tree) {
  return tree.memory() + 300;
}

}  // namespace

std::shared_ptr<const Tree> TreeCache::find(const ObjectId& id) {
  std::lock_guard<std::mutex> lock(mutex_);
  auto found = nodes_.find(id);
  if (found == nodes_.end()) return nullptr;
  newest_first_.splice(newest_first_.begin(), newest_first_, found->second);
  return found->second->tree;
}

void TreeCache::insert(const ObjectId& id, std::shared_ptr<const Tree> tree) {
  std::uint64_t cost = cost_of(*tree);
  if (cost > max_bytes_ / 4) return;
  std::lock_guard<std::mutex> lock(mutex_);
  if (nodes_.count(id) != 0) return;
  newest_first_.push_front({id, std::move(tree)});
  nodes_[id] = newest_first_.begin();
  bytes_ += cost;
  while (bytes_ > max_bytes_) {
    bytes_ -= cost_of(*newest_first_.back().tree);
    nodes_.erase(newest_first_.back().id);
    newest_first_.pop_back();
  }
}

Result<std::shared_ptr<const Tree>> TreeCache::read(ObjectSource& objects, const ObjectId& id) {
  if (std::shared_ptr<const Tree> known = find(id)) return known;
  LEAKWARDEN_TRY(ObjectBytes object, objects.read(id));
  if (object.type != ObjectType::Tree)
    return Error::corrupt("read tree", id.hex(), "it is no tree");
  unsigned id_bytes = static_cast<unsigned>(id.bytes().size());
  Result<Tree> parsed = Tree::parse(std::move(object.bytes), id_bytes);
  if (!parsed.ok())
    return Error{parsed.error().kind, parsed.error().what, id.hex(), parsed.error().why, ""};
  std::shared_ptr<const Tree> tree = std::make_shared<const Tree>(std::move(parsed).value());
  insert(id, tree);
  return tree;
}

}  // namespace leakwarden::scanner
