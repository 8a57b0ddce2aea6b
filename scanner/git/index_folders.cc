#include "scanner/git/index_folders.h"

#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "scanner/git/sha1.h"

namespace leakwarden::scanner {
namespace {

constexpr unsigned kFolderMode = 040000;

bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

std::string_view last_component(std::string_view folder) {
  folder.remove_suffix(1);
  return folder.substr(folder.rfind('/') + 1);  // npos + 1 is 0
}

class FolderBuilder {
 public:
  FolderBuilder(const std::vector<IndexEntry>& entries, unsigned id_bytes)
      : entries_(entries), id_bytes_(id_bytes) {}

  std::vector<IndexFolder> run() {
    open("", 0);
    for (std::size_t at = 0; at < entries_.size(); ++at) add(at);
    while (!open_.empty()) close(entries_.size());
    return std::move(folders_);
  }

 private:
  // A folder whose end is not reached yet.
  struct Open {
    std::size_t number = 0;
    std::string tree;  // its object's bytes so far
    bool has_conflict = false;
  };

  void add(std::size_t at) {
    const IndexEntry& entry = entries_[at];
    const std::string_view path = entry.path;
    while (!starts_with(path, folder().path)) close(at);
    for (std::size_t slash = path.find('/', folder().path.size()); slash != std::string_view::npos;
         slash = path.find('/', slash + 1))
      open(path.substr(0, slash + 1), at);
    if (entry.stage != 0) open_.back().has_conflict = true;
    if (entry.intent_to_add) return;  // git leaves it out of the tree
    write(entry.mode, path.substr(folder().path.size()), entry.id);
  }

  void write(unsigned mode, std::string_view name, const ObjectId& id) {
    std::string& tree = open_.back().tree;
    fmt::format_to(std::back_inserter(tree), "{:o} ", mode);
    tree.append(name).append(1, '\0').append(id.bytes());
  }

  void open(std::string_view path, std::size_t at) {
    open_.push_back({folders_.size(), "", false});
    IndexFolder folder;
    folder.path = path;
    folder.begin = at;
    folders_.push_back(folder);
  }

  void close(std::size_t at) {
    const Open closed = std::move(open_.back());
    open_.pop_back();
    IndexFolder& folder = folders_[closed.number];
    folder.end = at;
    folder.next = folders_.size();
    const bool is_root = open_.empty();
    if (closed.has_conflict) {
      if (!is_root) open_.back().has_conflict = true;
      return;
    }
    if (closed.tree.empty() && !is_root) return;
    folder.id = object_id_of(ObjectType::Tree, closed.tree, id_bytes_);
    if (!is_root) write(kFolderMode, last_component(folder.path), *folder.id);
  }

  const IndexFolder& folder() const { return folders_[open_.back().number]; }

  const std::vector<IndexEntry>& entries_;
  unsigned id_bytes_;
  std::vector<Open> open_;
  std::vector<IndexFolder> folders_;
};

using FoldersByName = std::unordered_multimap<std::string_view, std::size_t>;

FoldersByName folders_in(const std::vector<IndexFolder>& folders, std::size_t parent) {
  FoldersByName inside;
  for (std::size_t at = parent + 1; at < folders[parent].next; at = folders[at].next)
    inside.emplace(last_component(folders[at].path), at);
  return inside;
}

}  // namespace

std::vector<IndexFolder> index_folders(const std::vector<IndexEntry>& entries, unsigned id_bytes) {
  return FolderBuilder(entries, id_bytes).run();
}

std::vector<LyingNode> lying_nodes(const IndexFile& index,
                                   const std::vector<IndexFolder>& folders) {
  std::vector<LyingNode> lies;
  std::vector<std::pair<std::uint32_t, std::size_t>> pending;  // a node and the folder it is about
  if (!index.cache_tree.empty()) pending.emplace_back(0, 0);
  while (!pending.empty()) {
    const auto [node, folder] = pending.back();
    pending.pop_back();
    const CacheTreeNode& said = index.cache_tree[node];
    if (said.entry_count >= 0) {
      if (folders[folder].id != said.id) lies.push_back({folders[folder].path, said.id});
      continue;  // git looks no further down
    }
    const FoldersByName inside = folders_in(folders, folder);
    for (std::uint32_t child = node + 1; child < said.end; child = index.cache_tree[child].end) {
      const auto same = inside.equal_range(index.cache_tree[child].name);
      for (auto at = same.first; at != same.second; ++at) pending.emplace_back(child, at->second);
    }
  }
  return lies;
}

}  // namespace leakwarden::scanner
