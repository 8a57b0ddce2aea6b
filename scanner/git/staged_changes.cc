// staged_changes: what the index would add to HEAD.
//
// Folders of the index (ranges of its sorted entries) are compared with folders of HEAD's tree,
// from the root down. Where the cache tree says that a folder still has HEAD's tree id, its range
// is known to be HEAD's content and no tree is read; so a hook reads only the trees on the way to
// what was staged:
//
//   entries  a/1 a/2 | b/x b/y | c        cache tree: root not valid, a = HEAD's a, b not valid
//   read     HEAD's root and b; "a" is skipped whole
//
// What differs is a candidate. It counts as new when its blob is nowhere in HEAD: neither in a
// range that was skipped, nor in a tree that was read, nor in a folder of HEAD that the index has
// no more. Names that HEAD's folder has not are noted on the way, whatever they stand for.

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <set>
#include <string>
#include <unordered_set>

#include "scanner/git/changes.h"
#include "scanner/git/copy_search.h"
#include "scanner/git/index_file.h"
#include "scanner/git/tree_cache.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMaxIndexFile = 2ull << 30;
constexpr unsigned kSubmodule = 0160000;

struct IndexFolder {
  std::size_t begin = 0;  // its entries
  std::size_t end = 0;
  std::string path;  // "" or ending in "/"
  std::optional<ObjectId> head_tree;
  std::optional<std::uint32_t> cache_node;
};

class IndexComparison {
 public:
  IndexComparison(Repository& repository, const IndexFile& index, std::vector<Gap>& gaps)
      : repository_(repository), index_(index), gaps_(gaps) {}

  // Numbers of entries that are in no entry of HEAD's tree (nor of a merge's other parents).
  std::vector<std::size_t> run(const std::optional<ObjectId>& head_tree,
                               const std::vector<ObjectId>& merged_trees);
  std::vector<NewPath> take_new_paths() { return std::move(new_paths_); }

 private:
  bool is_unchanged(const IndexFolder& folder) const;
  void compare(const IndexFolder& folder);
  void compare_file(std::size_t number, std::string_view name, const Tree* head);
  void note_new_folder(const IndexFolder& folder);
  std::size_t enter(const IndexFolder& folder, std::size_t first, std::string_view name,
                    const Tree* head);
  void note_head(const Tree& head, const std::unordered_set<std::string_view>& entered);
  std::optional<std::uint32_t> cache_child(std::optional<std::uint32_t> node,
                                           std::string_view name) const;

  Repository& repository_;
  const IndexFile& index_;
  std::vector<Gap>& gaps_;
  std::vector<IndexFolder> pending_;
  std::vector<std::size_t> candidates_;
  std::vector<NewPath> new_paths_;
  std::vector<std::pair<std::size_t, std::size_t>> unchanged_;  // ranges of entries
  std::unordered_set<ObjectId> in_head_;                        // blobs of the trees that were read
  std::vector<ObjectId> unread_trees_;  // folders of HEAD that the index has no more
};

bool IndexComparison::is_unchanged(const IndexFolder& folder) const {
  if (!folder.cache_node || !folder.head_tree) return false;
  const CacheTreeNode& node = index_.cache_tree[*folder.cache_node];
  return node.entry_count == static_cast<std::int64_t>(folder.end - folder.begin) &&
         node.id == *folder.head_tree;
}

std::optional<std::uint32_t> IndexComparison::cache_child(std::optional<std::uint32_t> node,
                                                          std::string_view name) const {
  if (!node) return std::nullopt;
  const std::vector<CacheTreeNode>& nodes = index_.cache_tree;
  for (std::uint32_t child = *node + 1; child < nodes[*node].end; child = nodes[child].end) {
    if (nodes[child].name == name) return child;
  }
  return std::nullopt;
}

void IndexComparison::compare(const IndexFolder& folder) {
  if (is_unchanged(folder)) {
    unchanged_.emplace_back(folder.begin, folder.end);
    return;
  }
  std::shared_ptr<const Tree> head;
  if (folder.head_tree) {
    Result<std::shared_ptr<const Tree>> tree =
        repository_.trees().read(repository_.objects(), *folder.head_tree);
    if (tree.ok())
      head = *tree;
    else
      gaps_.push_back(gap_from_error("tree " + folder.head_tree->hex(), tree.error()));
  }
  std::unordered_set<std::string_view> entered;
  for (std::size_t at = folder.begin; at < folder.end;) {
    std::string_view rest = std::string_view(index_.entries[at].path).substr(folder.path.size());
    std::size_t slash = rest.find('/');
    if (slash == std::string_view::npos) {
      compare_file(at++, rest, head.get());
    } else {
      entered.insert(rest.substr(0, slash));
      at = enter(folder, at, rest.substr(0, slash), head.get());
    }
  }
  if (head) note_head(*head, entered);
}

void IndexComparison::compare_file(std::size_t number, std::string_view name, const Tree* head) {
  const IndexEntry& entry = index_.entries[number];
  if (entry.intent_to_add) return;
  Tree::Range same = head == nullptr ? Tree::Range{} : head->find(name);
  if (same.first == same.last) new_paths_.push_back({entry.path, entry.path.size() - name.size()});
  if ((entry.mode & 0170000) == kSubmodule) return;
  for (std::size_t i = same.first; i < same.last; ++i) {
    if (head->entry(i).id_bytes == entry.id.bytes()) return;
  }
  candidates_.push_back(number);
}

// A folder of intended entries only will not be in the commit.
void IndexComparison::note_new_folder(const IndexFolder& folder) {
  const std::string path = folder.path.substr(0, folder.path.size() - 1);
  const std::size_t slash = path.rfind('/');
  for (std::size_t at = folder.begin; at < folder.end; ++at) {
    if (index_.entries[at].intent_to_add) continue;
    new_paths_.push_back({path, slash == std::string::npos ? 0 : slash + 1});
    return;
  }
}

// Puts the folder that begins at entry `first` on the list; the value is the entry behind it.
std::size_t IndexComparison::enter(const IndexFolder& folder, std::size_t first,
                                   std::string_view name, const Tree* head) {
  IndexFolder inner;
  inner.path = folder.path + std::string(name) + "/";
  inner.begin = first;
  inner.end = first + 1;
  while (inner.end < folder.end &&
         index_.entries[inner.end].path.compare(0, inner.path.size(), inner.path) == 0)
    ++inner.end;
  Tree::Range same = head == nullptr ? Tree::Range{} : head->find(name);
  for (std::size_t i = same.first; i < same.last; ++i) {
    if (head->entry(i).is_tree()) inner.head_tree = head->entry(i).id();
  }
  if (same.first == same.last) note_new_folder(inner);
  inner.cache_node = cache_child(folder.cache_node, name);
  std::size_t behind = inner.end;
  pending_.push_back(std::move(inner));
  return behind;
}

void IndexComparison::note_head(const Tree& head,
                                const std::unordered_set<std::string_view>& entered) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    TreeEntry entry = head.entry(i);
    if (entry.is_blob()) in_head_.insert(entry.id());
    if (entry.is_tree() && entered.count(entry.name) == 0) unread_trees_.push_back(entry.id());
  }
}

std::vector<std::size_t> IndexComparison::run(const std::optional<ObjectId>& head_tree,
                                              const std::vector<ObjectId>& merged_trees) {
  IndexFolder root;
  root.end = index_.entries.size();
  root.head_tree = head_tree;
  if (!index_.cache_tree.empty()) root.cache_node = 0;
  pending_.push_back(std::move(root));
  while (!pending_.empty()) {
    IndexFolder folder = std::move(pending_.back());
    pending_.pop_back();
    compare(folder);
  }
  std::unordered_set<ObjectId> fresh;
  for (std::size_t number : candidates_) {
    if (in_head_.count(index_.entries[number].id) == 0) fresh.insert(index_.entries[number].id);
  }
  for (const std::pair<std::size_t, std::size_t>& range : unchanged_) {
    for (std::size_t i = range.first; i < range.second && !fresh.empty(); ++i)
      fresh.erase(index_.entries[i].id);
  }
  std::uint64_t budget = repository_.limits().max_copy_search_entries;
  unread_trees_.insert(unread_trees_.end(), merged_trees.begin(), merged_trees.end());
  erase_blobs_in_trees(repository_, unread_trees_, budget, fresh);
  std::vector<std::size_t> staged;
  for (std::size_t number : candidates_) {
    if (fresh.count(index_.entries[number].id) != 0) staged.push_back(number);
  }
  std::sort(staged.begin(), staged.end());
  return staged;
}

Result<ObjectId> tree_of_commit(Repository& repository, const ObjectId& id) {
  LEAKWARDEN_TRY(ObjectBytes object, repository.objects().read(id));
  LEAKWARDEN_TRY(CommitInfo commit, parse_commit(id, object.bytes));
  return commit.tree;
}

Result<std::optional<ObjectId>> head_tree_of(Repository& repository) {
  LEAKWARDEN_TRY(const std::optional<ObjectId> head, repository.resolve_ref("HEAD"));
  if (!head) return std::optional<ObjectId>();
  LEAKWARDEN_TRY(const ObjectId tree, tree_of_commit(repository, *head));
  return std::optional<ObjectId>(tree);
}

// The other parents of a merge: MERGE_HEAD has them from the first commit that failed on; before
// that, while pre-merge-commit runs, only the names of variables that git sets (GITHEAD_<id>) do.
std::set<ObjectId> merge_heads(Repository& repository) {
  std::set<ObjectId> heads;
  Result<std::string> text = read_regular_file(repository.git_directory().get(), "MERGE_HEAD",
                                               repository.limits().max_config_bytes);
  const std::size_t hex_size = 2 * repository.id_bytes();
  for (std::size_t at = 0; text.ok() && at + hex_size <= text->size(); at += hex_size + 1) {
    std::optional<ObjectId> id = ObjectId::from_hex(text->substr(at, hex_size));
    if (!id) break;
    heads.insert(*id);
  }
  constexpr std::string_view kPrefix = "GITHEAD_";
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view entry = *variable;
    if (entry.substr(0, kPrefix.size()) != kPrefix) continue;
    const std::string_view name = entry.substr(0, entry.find('='));
    std::optional<ObjectId> id = ObjectId::from_hex(name.substr(kPrefix.size()));
    if (id) heads.insert(*id);
  }
  return heads;
}

// While a merge is being committed, its other parents' content is not new either.
std::vector<ObjectId> merged_trees_of(Repository& repository) {
  std::vector<ObjectId> trees;
  for (const ObjectId& head : merge_heads(repository)) {
    Result<ObjectId> tree = tree_of_commit(repository, head);
    if (tree.ok()) trees.push_back(*tree);
  }
  return trees;
}

// A FIFO would make git wait for ever, so that is no reason to ask it; a link is.
Error index_error(int directory, const std::string& path, Error error) {
  struct stat status {};
  const bool is_file =
      ::fstatat(directory, path.c_str(), &status, 0) == 0 && S_ISREG(status.st_mode);
  if (error.kind != ErrorKind::Refused || is_file) return error;
  return Error::corrupt("read the index", path, "not a regular file");
}

// Empty when there is none yet.
Result<MappedFile> map_index(Repository& repository, const std::string& index_file) {
  std::string path = index_file;
  const char* from_environment = std::getenv("GIT_INDEX_FILE");
  if (path.empty() && from_environment != nullptr) path = from_environment;
  const int directory = path.empty() ? repository.git_directory().get() : AT_FDCWD;
  if (path.empty()) path = "index";
  Result<Descriptor> file = open_regular_file(directory, path);
  if (!file.ok()) {
    if (file.error().kind == ErrorKind::NotFound) return MappedFile();
    return index_error(directory, path, std::move(file).error());
  }
  return MappedFile::map(*file, "index", kMaxIndexFile);
}

}  // namespace

Result<StagedChanges> staged_changes(Repository& repository, const std::string& index_file) {
  StagedChanges changes;
  LEAKWARDEN_TRY(MappedFile file, map_index(repository, index_file));
  if (file.bytes().empty()) return changes;
  LEAKWARDEN_TRY(IndexFile index, parse_index_file(file.bytes(), repository.id_bytes()));
  LEAKWARDEN_TRY(const std::optional<ObjectId> head_tree, head_tree_of(repository));
  IndexComparison comparison(repository, index, changes.gaps);
  for (std::size_t number : comparison.run(head_tree, merged_trees_of(repository)))
    changes.entries.push_back(std::move(index.entries[number]));
  changes.new_paths = comparison.take_new_paths();
  return changes;
}

Result<std::vector<ObjectId>> parent_trees_of_staged(Repository& repository) {
  LEAKWARDEN_TRY(const std::optional<ObjectId> head_tree, head_tree_of(repository));
  std::vector<ObjectId> trees;
  if (head_tree) trees.push_back(*head_tree);
  for (const ObjectId& merged : merged_trees_of(repository)) trees.push_back(merged);
  return trees;
}

}  // namespace leakwarden::scanner
