// tree_blobs: every file and symlink below a tree, with a list of pending entries, not recursion.

#include <algorithm>
#include <unordered_set>

#include "scanner/git/changes.h"
#include "scanner/git/tree_cache.h"

namespace leakwarden::scanner {
namespace {

// Honest repositories have equal folders at several paths; a "git bomb" has ten thousand million.
constexpr std::uint64_t kMaxRepeatedEntries = 100'000;

struct PendingTree {
  std::string path;  // "" or ending in "/"
  ObjectId id;
  std::uint32_t depth = 0;
};

class TreeListing {
 public:
  TreeListing(Repository& repository, std::vector<Gap>& gaps)
      : repository_(repository), gaps_(gaps) {}

  std::vector<IntroducedBlob> list(const ObjectId& root) {
    pending_.push_back({"", root, 0});
    while (!pending_.empty() && !out_of_budget_) {
      PendingTree next = std::move(pending_.back());
      pending_.pop_back();
      expand(next);
    }
    std::sort(blobs_.begin(), blobs_.end(),
              [](const IntroducedBlob& one, const IntroducedBlob& other) {
                return one.path != other.path ? one.path < other.path : one.blob < other.blob;
              });
    return std::move(blobs_);
  }

 private:
  void expand(const PendingTree& folder) {
    bool is_repeated = !visited_.insert(folder.id).second;
    if (is_repeated && repeated_entries_ >= kMaxRepeatedEntries) return;
    Result<std::shared_ptr<const Tree>> tree =
        repository_.trees().read(repository_.objects(), folder.id);
    if (!tree.ok()) {
      gap("tree " + folder.id.hex() + " (" + folder.path + ")", tree.error());
      return;
    }
    if (is_repeated) repeated_entries_ += (*tree)->size();
    entries_ += (*tree)->size();
    if (entries_ > repository_.limits().max_tree_entries) {
      out_of_budget_ = true;
      return gap("a tree", Error::too_large("list tree", "", "more entries than the limit"));
    }
    // Backwards, so that the list of pending folders gives them in order.
    for (std::size_t i = (*tree)->size(); i-- > 0;) take(folder, (*tree)->entry(i));
  }

  void take(const PendingTree& folder, const TreeEntry& entry) {
    std::size_t max_bytes = repository_.limits().max_path_bytes;
    std::string path = folder.path + std::string(entry.name.substr(0, max_bytes));
    if (path.size() > max_bytes) path.resize(max_bytes);
    if (entry.is_blob()) blobs_.push_back({entry.id(), std::move(path), entry.mode});
    if (!entry.is_tree()) return;
    if (folder.depth >= repository_.limits().max_tree_depth)
      return gap("folder " + path,
                 Error::too_large("list tree", "", "nested deeper than the limit"));
    pending_.push_back({path + "/", entry.id(), folder.depth + 1});
  }

  void gap(std::string what, const Error& error) {
    gaps_.push_back(gap_from_error(std::move(what), error));
  }

  Repository& repository_;
  std::vector<Gap>& gaps_;
  std::vector<PendingTree> pending_;
  std::unordered_set<ObjectId> visited_;
  std::vector<IntroducedBlob> blobs_;
  std::uint64_t entries_ = 0;
  std::uint64_t repeated_entries_ = 0;
  bool out_of_budget_ = false;
};

}  // namespace

Result<std::vector<IntroducedBlob>> tree_blobs(Repository& repository, const ObjectId& tree,
                                               std::vector<Gap>& gaps) {
  return TreeListing(repository, gaps).list(tree);
}

}  // namespace leakwarden::scanner
