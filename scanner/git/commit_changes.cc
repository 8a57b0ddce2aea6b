// commit_changes: what a commit introduces against all its parents.
//
// A folder of the commit is compared with the folders of the same name in every parent, a level at
// a time, with a list of pending folders instead of recursion:
//
//   commit   a/x=1  b/y=2  c/z=3        parent 1: a same, b same, c/z=7    parent 2: a/x=5, c/z=8
//   a, b     equal to parent 1's: nothing in them can be new
//   c        differs from both: z=3 is a candidate
//
// A candidate that stands at another path of a parent (a move, a copy) is then taken out: first by
// the blobs that the commit replaced, then by searching the parents' trees.

#include <algorithm>
#include <optional>
#include <unordered_set>

#include "scanner/git/changes.h"
#include "scanner/git/copy_search.h"
#include "scanner/git/tree_cache.h"

namespace leakwarden::scanner {
namespace {

enum class Collect { Introduced, Replaced, Both };

struct PendingFolder {
  std::string path;  // "" or ending in "/"
  std::optional<ObjectId> tree;
  std::vector<ObjectId> parent_trees;
  std::uint32_t depth = 0;
};

class TreeComparison {
 public:
  TreeComparison(Repository& repository, std::vector<Gap>& gaps)
      : repository_(repository), gaps_(gaps) {}

  void run(const ObjectId& tree, const std::vector<ObjectId>& parent_trees, Collect collect);

  std::vector<IntroducedBlob> candidates;
  std::unordered_set<ObjectId> replaced;
  std::vector<NewPath> new_paths;

 private:
  using Trees = std::vector<std::shared_ptr<const Tree>>;
  using Cursors = std::vector<TreeCursor>;

  void compare(const PendingFolder& folder);
  void compare_entry(const PendingFolder& folder, const TreeEntry& entry, Cursors& parents);
  void compare_folder(const PendingFolder& folder, const TreeEntry& entry, Cursors& parents);
  void collect_replaced(const PendingFolder& folder, const Tree* tree, const Tree& parent);
  void enter(PendingFolder folder);
  std::shared_ptr<const Tree> read(const ObjectId& id, const std::string& path);
  std::string path_of(const PendingFolder& folder, std::string_view name) const;
  void note_new_path(const PendingFolder& folder, std::string_view name);
  bool spend(std::uint64_t entries);

  Repository& repository_;
  std::vector<Gap>& gaps_;
  Collect collect_ = Collect::Both;
  std::vector<PendingFolder> pending_;
  std::unordered_set<std::string> seen_;  // comparisons done: ids of a folder and its counterparts
  std::uint64_t entries_ = 0;
  bool out_of_budget_ = false;
};

std::string TreeComparison::path_of(const PendingFolder& folder, std::string_view name) const {
  std::string path = folder.path;
  path += name.substr(0, repository_.limits().max_path_bytes);
  return path.substr(0, repository_.limits().max_path_bytes);
}

// Where a path is too long to keep, the new name itself is what counts.
void TreeComparison::note_new_path(const PendingFolder& folder, std::string_view name) {
  const std::size_t most = repository_.limits().max_path_bytes;
  NewPath path;
  if (folder.path.size() + name.size() <= most) path.path = folder.path;
  path.name_at = path.path.size();
  path.path += name.substr(0, most);
  new_paths.push_back(std::move(path));
}

// Entries read, and pairs compared: a name may stand a million times in both trees.
bool TreeComparison::spend(std::uint64_t entries) {
  entries_ += entries;
  if (entries_ <= repository_.limits().max_tree_entries) return true;
  if (!out_of_budget_)
    gaps_.push_back(gap_from_error(
        "trees of a commit", Error::too_large("compare trees", "", "more entries than the limit")));
  out_of_budget_ = true;
  return false;
}

std::shared_ptr<const Tree> TreeComparison::read(const ObjectId& id, const std::string& path) {
  Result<std::shared_ptr<const Tree>> tree = repository_.trees().read(repository_.objects(), id);
  if (tree.ok()) return *tree;
  gaps_.push_back(gap_from_error("tree " + id.hex() + " (" + path + ")", tree.error()));
  return nullptr;
}

// Once for the same ids: a "git bomb" names ten trees ten times each, ten levels deep.
void TreeComparison::enter(PendingFolder folder) {
  if (folder.depth > repository_.limits().max_tree_depth) {
    gaps_.push_back(
        gap_from_error("folder " + folder.path,
                       Error::too_large("compare trees", "", "nested deeper than the limit")));
    return;
  }
  std::string key(folder.tree ? folder.tree->bytes() : std::string_view("-"));
  for (const ObjectId& parent : folder.parent_trees) key += parent.bytes();
  if (seen_.insert(std::move(key)).second) pending_.push_back(std::move(folder));
}

void TreeComparison::run(const ObjectId& tree, const std::vector<ObjectId>& parent_trees,
                         Collect collect) {
  collect_ = collect;
  seen_.clear();
  PendingFolder root;
  root.tree = tree;
  root.parent_trees = parent_trees;
  if (std::find(parent_trees.begin(), parent_trees.end(), tree) == parent_trees.end())
    enter(std::move(root));
  while (!pending_.empty() && !out_of_budget_) {
    PendingFolder folder = std::move(pending_.back());
    pending_.pop_back();
    compare(folder);
  }
  pending_.clear();
}

void TreeComparison::compare(const PendingFolder& folder) {
  std::shared_ptr<const Tree> tree = folder.tree ? read(*folder.tree, folder.path) : nullptr;
  if (folder.tree && !tree) return;
  Trees parents;
  for (const ObjectId& id : folder.parent_trees) {
    std::shared_ptr<const Tree> parent = read(id, folder.path);
    if (!parent) continue;
    if (!spend(parent->size())) return;
    parents.push_back(std::move(parent));
  }
  if (tree && !spend(tree->size())) return;
  Cursors cursors;
  for (const std::shared_ptr<const Tree>& parent : parents) cursors.emplace_back(*parent);
  for (std::size_t i = 0; tree && i < tree->size() && !out_of_budget_; ++i)
    compare_entry(folder, tree->entry(i), cursors);
  if (collect_ == Collect::Introduced) return;
  for (const std::shared_ptr<const Tree>& parent : parents)
    collect_replaced(folder, tree.get(), *parent);
}

void TreeComparison::compare_entry(const PendingFolder& folder, const TreeEntry& entry,
                                   Cursors& parents) {
  if (entry.is_tree()) return compare_folder(folder, entry, parents);
  if (collect_ == Collect::Replaced) return;
  bool is_new_name = true;
  for (TreeCursor& parent : parents) {
    Tree::Range same = parent.find(entry.name);
    if (!spend(same.last - same.first)) return;
    is_new_name &= same.first == same.last;
    for (std::size_t i = same.first; i < same.last; ++i) {
      if (parent.tree().entry(i).id_bytes == entry.id_bytes) return;
    }
  }
  if (is_new_name) note_new_path(folder, entry.name);
  if (!entry.is_blob()) return;
  candidates.push_back({entry.id(), path_of(folder, entry.name), entry.mode});
}

void TreeComparison::compare_folder(const PendingFolder& folder, const TreeEntry& entry,
                                    Cursors& parents) {
  PendingFolder inner;
  inner.tree = entry.id();
  bool is_new_name = true;
  for (TreeCursor& parent : parents) {
    Tree::Range same = parent.find(entry.name);
    if (!spend(same.last - same.first)) return;
    is_new_name &= same.first == same.last;
    for (std::size_t i = same.first; i < same.last; ++i) {
      TreeEntry counterpart = parent.tree().entry(i);
      if (!counterpart.is_tree()) continue;
      if (counterpart.id_bytes == entry.id_bytes) return;  // all of it is in this parent
      inner.parent_trees.push_back(counterpart.id());
    }
  }
  if (is_new_name && collect_ != Collect::Replaced) note_new_path(folder, entry.name);
  inner.path = path_of(folder, entry.name) + "/";
  inner.depth = folder.depth + 1;
  enter(std::move(inner));
}

// The parent's blobs that are not at the same path any more, and folders that are gone.
void TreeComparison::collect_replaced(const PendingFolder& folder, const Tree* tree,
                                      const Tree& parent) {
  std::optional<TreeCursor> cursor;
  if (tree != nullptr) cursor.emplace(*tree);
  for (std::size_t i = 0; i < parent.size(); ++i) {
    TreeEntry entry = parent.entry(i);
    bool same_content = false;
    bool compared_already = false;
    Tree::Range same = cursor ? cursor->find(entry.name) : Tree::Range{};
    if (!spend(same.last - same.first)) return;
    for (std::size_t at = same.first; at < same.last; ++at) {
      TreeEntry counterpart = tree->entry(at);
      same_content |= counterpart.id_bytes == entry.id_bytes;
      compared_already |= counterpart.is_tree();
    }
    if (same_content) continue;
    if (entry.is_blob()) replaced.insert(entry.id());
    if (!entry.is_tree() || compared_already) continue;
    PendingFolder gone;
    gone.path = path_of(folder, entry.name) + "/";
    gone.parent_trees = {entry.id()};
    gone.depth = folder.depth + 1;
    enter(std::move(gone));
  }
}

// Trees of the parents; a parent that is not here is a gap, unless a shallow clone left it out.
std::vector<ObjectId> parent_trees_of(Repository& repository, const CommitInfo& commit,
                                      std::vector<Gap>& gaps) {
  std::vector<ObjectId> trees;
  if (repository.shallow_commits().count(commit.id) != 0) return trees;
  for (const ObjectId& id : commit.parents) {
    Result<ObjectBytes> object = repository.objects().read(id);
    if (object.ok() && object->type != ObjectType::Commit)
      object = Error::corrupt("read commit", id.hex(), "it is no commit");
    Result<CommitInfo> parent =
        object.ok() ? parse_commit(id, object->bytes) : Result<CommitInfo>(object.error());
    if (parent.ok())
      trees.push_back(parent->tree);
    else
      gaps.push_back(gap_from_error("commit " + id.hex(), parent.error()));
  }
  return trees;
}

std::unordered_set<ObjectId> ids_of(const std::vector<IntroducedBlob>& blobs) {
  std::unordered_set<ObjectId> ids;
  for (const IntroducedBlob& blob : blobs) ids.insert(blob.blob);
  return ids;
}

}  // namespace

Result<CommitChanges> commit_changes(Repository& repository, const CommitInfo& commit,
                                     std::vector<Gap>& gaps) {
  std::vector<ObjectId> parents = parent_trees_of(repository, commit, gaps);
  TreeComparison comparison(repository, gaps);
  if (parents.size() <= 1) {
    comparison.run(commit.tree, parents, Collect::Both);
  } else {
    comparison.run(commit.tree, parents, Collect::Introduced);
    // What a merge replaced is only asked for where it brings something of its own.
    for (std::size_t i = 0; i < parents.size() && !comparison.candidates.empty(); ++i)
      comparison.run(commit.tree, {parents[i]}, Collect::Replaced);
  }
  std::unordered_set<ObjectId> fresh = ids_of(comparison.candidates);
  for (const ObjectId& id : comparison.replaced) fresh.erase(id);
  erase_blobs_in_trees(repository, parents, repository.limits().max_copy_search_entries, fresh);

  CommitChanges changes;
  for (IntroducedBlob& blob : comparison.candidates) {
    if (fresh.count(blob.blob) != 0) changes.introduced.push_back(std::move(blob));
  }
  std::sort(changes.introduced.begin(), changes.introduced.end(),
            [](const IntroducedBlob& one, const IntroducedBlob& other) {
              return one.path != other.path ? one.path < other.path : one.blob < other.blob;
            });
  changes.replaced.assign(comparison.replaced.begin(), comparison.replaced.end());
  std::sort(changes.replaced.begin(), changes.replaced.end());
  changes.new_paths = std::move(comparison.new_paths);
  std::sort(changes.new_paths.begin(), changes.new_paths.end());
  return changes;
}

}  // namespace leakwarden::scanner
