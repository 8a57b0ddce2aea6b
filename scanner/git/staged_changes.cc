// staged_changes: what the index would add to HEAD.
//
// Folders of the index are compared with folders of HEAD's tree, from the root down. What tree a
// folder would be in the commit is computed from its entries (index_folders.h); where HEAD has the
// same tree there, all of it is HEAD's content and no tree is read. So a hook reads only the trees
// on the way to what was staged:
//
//   entries  a/1 a/2 | b/x b/y | c        computed: a = HEAD's a; root and b are others
//   read     HEAD's root and b; "a" is skipped whole
//
// What differs is a candidate. It counts as new when its blob is nowhere in HEAD: neither in a
// range that was skipped, nor in a tree that was read, nor in a folder of HEAD that the index has
// no more. Names that HEAD's folder has not are noted on the way, whatever they stand for.
//
// git itself does not compute these ids where its cache tree tells them. Where that says another
// tree than the entries do, and git has such a tree, `git commit` takes it: its files are
// candidates too. The other way round, a lie hides nothing here, as nobody is believed.

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
#include "scanner/git/index_folders.h"
#include "scanner/git/tree_cache.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMaxIndexFile = 2ull << 30;
constexpr unsigned kSubmodule = 0160000;

class IndexComparison {
 public:
  IndexComparison(Repository& repository, const IndexFile& index, std::vector<Gap>& gaps)
      : repository_(repository),
        index_(index),
        folders_(index_folders(index.entries, repository.id_bytes())),
        gaps_(gaps) {}

  // Numbers of entries that are in no entry of HEAD's tree (nor of a merge's other parents).
  std::vector<std::size_t> run(const std::optional<ObjectId>& head_tree,
                               const std::vector<ObjectId>& merged_trees);
  // The same of files that no entry names and that git would commit.
  std::vector<IndexEntry> take_claimed() { return std::move(claimed_); }
  std::vector<NewPath> take_new_paths() { return std::move(new_paths_); }

 private:
  struct Pending {
    std::size_t folder = 0;  // number
    std::optional<ObjectId> head_tree;
  };

  void compare(const Pending& pending);
  std::shared_ptr<const Tree> read_head(const ObjectId& id);
  void compare_file(std::size_t number, std::string_view name, const Tree* head);
  void note_new_folder(const IndexFolder& folder);
  void enter(std::size_t number, std::string_view name, const Tree* head);
  void note_head(const Tree& head, const std::unordered_set<std::string_view>& entered);
  void collect_claimed();
  std::unordered_set<ObjectId> fresh_blobs(const std::vector<ObjectId>& merged_trees);

  Repository& repository_;
  const IndexFile& index_;
  const std::vector<IndexFolder> folders_;
  std::vector<Gap>& gaps_;
  std::vector<Pending> pending_;
  std::vector<std::size_t> candidates_;
  std::vector<IndexEntry> claimed_;
  std::vector<NewPath> new_paths_;
  std::vector<std::pair<std::size_t, std::size_t>> unchanged_;  // ranges of entries
  std::unordered_set<ObjectId> in_head_;                        // blobs of the trees that were read
  std::vector<ObjectId> unread_trees_;  // folders of HEAD that the index has no more
};

std::shared_ptr<const Tree> IndexComparison::read_head(const ObjectId& id) {
  Result<std::shared_ptr<const Tree>> tree = repository_.trees().read(repository_.objects(), id);
  if (tree.ok()) return *tree;
  gaps_.push_back(gap_from_error("tree " + id.hex(), tree.error()));
  return nullptr;
}

void IndexComparison::compare(const Pending& pending) {
  const IndexFolder& folder = folders_[pending.folder];
  if (pending.head_tree && folder.id == pending.head_tree) {
    unchanged_.emplace_back(folder.begin, folder.end);
    return;
  }
  std::shared_ptr<const Tree> head;
  if (pending.head_tree) head = read_head(*pending.head_tree);
  std::unordered_set<std::string_view> entered;
  std::size_t inner = pending.folder + 1;
  for (std::size_t at = folder.begin; at < folder.end;) {
    std::string_view name = std::string_view(index_.entries[at].path).substr(folder.path.size());
    if (inner >= folder.next || folders_[inner].begin != at) {
      compare_file(at++, name, head.get());
      continue;
    }
    name = name.substr(0, name.find('/'));
    entered.insert(name);
    enter(inner, name, head.get());
    at = folders_[inner].end;
    inner = folders_[inner].next;
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
  const std::string path(folder.path.substr(0, folder.path.size() - 1));
  const std::size_t slash = path.rfind('/');
  for (std::size_t at = folder.begin; at < folder.end; ++at) {
    if (index_.entries[at].intent_to_add) continue;
    new_paths_.push_back({path, slash == std::string::npos ? 0 : slash + 1});
    return;
  }
}

void IndexComparison::enter(std::size_t number, std::string_view name, const Tree* head) {
  Pending inner{number, std::nullopt};
  Tree::Range same = head == nullptr ? Tree::Range{} : head->find(name);
  for (std::size_t i = same.first; i < same.last; ++i) {
    if (head->entry(i).is_tree()) inner.head_tree = head->entry(i).id();
  }
  if (same.first == same.last) note_new_folder(folders_[number]);
  pending_.push_back(std::move(inner));
}

void IndexComparison::note_head(const Tree& head,
                                const std::unordered_set<std::string_view>& entered) {
  for (std::size_t i = 0; i < head.size(); ++i) {
    TreeEntry entry = head.entry(i);
    if (entry.is_blob()) in_head_.insert(entry.id());
    if (entry.is_tree() && entered.count(entry.name) == 0) unread_trees_.push_back(entry.id());
  }
}

// A tree that is not there is none of git's either: it makes one of the entries.
void IndexComparison::collect_claimed() {
  for (const LyingNode& lie : lying_nodes(index_, folders_)) {
    if (!repository_.objects().header(lie.id).ok()) continue;
    Result<std::vector<IntroducedBlob>> blobs = tree_blobs(repository_, lie.id, gaps_);
    if (!blobs.ok()) {
      gaps_.push_back(gap_from_error("tree " + lie.id.hex(), blobs.error()));
      continue;
    }
    for (const IntroducedBlob& blob : *blobs) {
      claimed_.push_back({std::string(lie.path) + blob.path, blob.mode, blob.blob, 0, false, 0});
      new_paths_.push_back({claimed_.back().path, lie.path.size()});
    }
  }
}

// Blobs of candidates that are nowhere in HEAD.
std::unordered_set<ObjectId> IndexComparison::fresh_blobs(
    const std::vector<ObjectId>& merged_trees) {
  std::unordered_set<ObjectId> fresh;
  for (std::size_t number : candidates_) fresh.insert(index_.entries[number].id);
  for (const IndexEntry& entry : claimed_) fresh.insert(entry.id);
  std::erase_if(fresh, [this](const ObjectId& id) { return in_head_.count(id) != 0; });
  for (const std::pair<std::size_t, std::size_t>& range : unchanged_) {
    for (std::size_t i = range.first; i < range.second && !fresh.empty(); ++i)
      fresh.erase(index_.entries[i].id);
  }
  std::uint64_t budget = repository_.limits().max_copy_search_entries;
  unread_trees_.insert(unread_trees_.end(), merged_trees.begin(), merged_trees.end());
  erase_blobs_in_trees(repository_, unread_trees_, budget, fresh);
  return fresh;
}

std::vector<std::size_t> IndexComparison::run(const std::optional<ObjectId>& head_tree,
                                              const std::vector<ObjectId>& merged_trees) {
  pending_.push_back({0, head_tree});
  while (!pending_.empty()) {
    const Pending pending = pending_.back();
    pending_.pop_back();
    compare(pending);
  }
  collect_claimed();
  const std::unordered_set<ObjectId> fresh = fresh_blobs(merged_trees);
  std::vector<std::size_t> staged;
  std::unordered_set<ObjectId> said;
  for (std::size_t number : candidates_) {
    const ObjectId& id = index_.entries[number].id;
    if (fresh.count(id) == 0) continue;
    staged.push_back(number);
    said.insert(id);
  }
  std::erase_if(claimed_, [&](const IndexEntry& entry) {
    return fresh.count(entry.id) == 0 || said.count(entry.id) != 0;
  });
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

// Nothing when there is none yet. An empty file is one that git refuses.
Result<std::optional<MappedFile>> map_index(Repository& repository, const std::string& index_file) {
  std::string path = index_file;
  const char* from_environment = std::getenv("GIT_INDEX_FILE");
  if (path.empty() && from_environment != nullptr) path = from_environment;
  const int directory = path.empty() ? repository.git_directory().get() : AT_FDCWD;
  if (path.empty()) path = "index";
  Result<Descriptor> file = open_regular_file(directory, path);
  if (!file.ok()) {
    if (file.error().kind == ErrorKind::NotFound) return std::optional<MappedFile>();
    return index_error(directory, path, std::move(file).error());
  }
  LEAKWARDEN_TRY(MappedFile mapped, MappedFile::map(*file, "index", kMaxIndexFile));
  return std::optional<MappedFile>(std::move(mapped));
}

}  // namespace

Result<StagedChanges> staged_changes(Repository& repository, const std::string& index_file) {
  StagedChanges changes;
  LEAKWARDEN_TRY(const std::optional<MappedFile> file, map_index(repository, index_file));
  if (!file) return changes;
  LEAKWARDEN_TRY(IndexFile index, parse_index_file(file->bytes(), repository.id_bytes()));
  LEAKWARDEN_TRY(const std::optional<ObjectId> head_tree, head_tree_of(repository));
  IndexComparison comparison(repository, index, changes.gaps);
  const std::vector<std::size_t> staged = comparison.run(head_tree, merged_trees_of(repository));
  for (std::size_t number : staged) changes.entries.push_back(std::move(index.entries[number]));
  for (IndexEntry& entry : comparison.take_claimed()) changes.entries.push_back(std::move(entry));
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
