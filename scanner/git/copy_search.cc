#include "scanner/git/copy_search.h"

#include "scanner/git/tree_cache.h"

namespace leakwarden::scanner {

void erase_blobs_in_trees(Repository& repository, const std::vector<ObjectId>& trees,
                          std::uint64_t max_entries, std::unordered_set<ObjectId>& wanted) {
  std::unordered_set<ObjectId> visited;
  std::vector<ObjectId> pending = trees;
  std::uint64_t entries = 0;
  while (!pending.empty() && !wanted.empty()) {
    ObjectId id = pending.back();
    pending.pop_back();
    if (!visited.insert(id).second) continue;
    Result<std::shared_ptr<const Tree>> tree = repository.trees().read(repository.objects(), id);
    if (!tree.ok()) continue;
    entries += (*tree)->size();
    if (entries > max_entries) return;
    for (std::size_t i = 0; i < (*tree)->size(); ++i) {
      TreeEntry entry = (*tree)->entry(i);
      if (entry.is_tree())
        pending.push_back(entry.id());
      else if (entry.is_blob())
        wanted.erase(entry.id());
    }
  }
}

}  // namespace leakwarden::scanner
