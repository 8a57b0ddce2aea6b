#include "scanner/tree_path.h"

#include <memory>

#include "scanner/git/tree_cache.h"

namespace leakwarden::scanner {

std::optional<ObjectId> object_at(Repository& repository, const ObjectId& tree,
                                  std::string_view path, Wanted wanted) {
  ObjectId folder = tree;
  while (true) {
    const Result<std::shared_ptr<const Tree>> read =
        repository.trees().read(repository.objects(), folder);
    if (!read.ok()) return std::nullopt;
    const std::size_t slash = path.find('/');
    const Tree::Range range = (*read)->find(path.substr(0, slash));
    if (range.first == range.last) return std::nullopt;
    const TreeEntry entry = (*read)->entry(range.first);
    const bool is_last = slash == std::string_view::npos;
    if (is_last && wanted == Wanted::RegularFile && !entry.is_regular()) return std::nullopt;
    if (is_last) return entry.id();
    if (!entry.is_tree()) return std::nullopt;
    folder = entry.id();
    path.remove_prefix(slash + 1);
  }
}

}  // namespace leakwarden::scanner
