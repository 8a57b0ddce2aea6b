#include "scanner/git/copy_search.h"

#include <bitset>

#include "scanner/git/tree_cache.h"

namespace leakwarden::scanner {
namespace {

// Nearly every entry is none of the wanted ones: two bytes of its id tell most of them apart.
class FirstBytes {
 public:
  explicit FirstBytes(const std::unordered_set<ObjectId>& ids) {
    for (const ObjectId& id : ids) known_.set(number_of(id.bytes()));
  }
  bool may_contain(std::string_view id_bytes) const { return known_.test(number_of(id_bytes)); }

 private:
  static std::size_t number_of(std::string_view id_bytes) {
    return static_cast<std::uint8_t>(id_bytes[0]) * 256u + static_cast<std::uint8_t>(id_bytes[1]);
  }
  std::bitset<65536> known_;
};

}  // namespace

void erase_blobs_in_trees(Repository& repository, const std::vector<ObjectId>& trees,
                          std::uint64_t max_entries, std::unordered_set<ObjectId>& wanted) {
  FirstBytes first_bytes(wanted);
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
      else if (first_bytes.may_contain(entry.id_bytes) && entry.is_blob())
        wanted.erase(entry.id());
    }
  }
}

}  // namespace leakwarden::scanner
