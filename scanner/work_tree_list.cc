#include "scanner/work_tree_list.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <set>
#include <string_view>
#include <utility>

#include "scanner/folder_walk.h"
#include "scanner/git/index.h"
#include "scanner/ignore_rules.h"

namespace leakwarden::scanner {
namespace {

constexpr std::uint64_t kMostIndexBytes = 4ull << 30;

bool ends_with(const std::string& text, std::string_view end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

class WorkTreeVisitor final : public FolderVisitor {
 public:
  WorkTreeVisitor(const Limits& limits, int root, std::set<std::string> tracked, WorkTreeList& list)
      : limits_(limits), root_(root), tracked_(std::move(tracked)), list_(list) {}

  void add_excludes(const Descriptor& common_directory) {
    const Result<std::string> text =
        read_regular_file(common_directory.get(), "info/exclude", limits_.max_config_bytes);
    if (text.ok()) rules_.add("", *text);
  }

  Visit see(const std::string& path, FolderEntryKind kind) override {
    if (path == ".git" || ends_with(path, "/.git")) return Visit::Skip;
    const bool is_folder = kind == FolderEntryKind::Folder;
    if (is_folder && is_repository(path)) return Visit::Skip;
    if (tracked_.erase(path) == 0 && rules_.ignored(path, is_folder)) {
      ++list_.ignored;
      return Visit::Skip;
    }
    if (kind == FolderEntryKind::File) list_.files.push_back({path, path});
    if (kind == FolderEntryKind::Symlink) list_.symlinks.push_back({path, path});
    return Visit::Take;
  }

  void enter(const std::string& folder) override {
    const std::string path = folder.empty() ? ".gitignore" : folder + "/.gitignore";
    const Result<std::string> text = read_regular_file(root_, path, limits_.max_config_bytes);
    if (text.ok()) rules_.add(folder, *text);
  }

  void unreadable(const std::string& path, const Error& error) override {
    list_.gaps.push_back(Gap{path.empty() ? "the work tree" : path, error.why, 0, false, false});
  }

  // The tracked ones that an ignored folder holds.
  void add_tracked_that_are_ignored() {
    for (const std::string& path : tracked_) list_.files.push_back({path, path});
  }

 private:
  bool is_repository(const std::string& path) {
    struct stat status {};
    if (::fstatat(root_, (path + "/.git").c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) return false;
    ++list_.repositories;
    return true;
  }

  const Limits& limits_;
  int root_;
  std::set<std::string> tracked_;
  IgnoreRules rules_;
  WorkTreeList& list_;
};

// Paths of files (not of symlinks and submodules) that the index tracks.
std::set<std::string> tracked_files(Repository& repository, WorkTreeList& list) {
  std::set<std::string> paths;
  const Result<Descriptor> file = open_regular_file(repository.git_directory().get(), "index");
  if (!file.ok()) return paths;
  const Result<MappedFile> bytes = MappedFile::map(*file, "index", kMostIndexBytes);
  if (!bytes.ok()) return paths;
  const Result<std::vector<IndexEntry>> entries =
      parse_index(bytes->bytes(), repository.id_bytes());
  if (!entries.ok()) {
    list.gaps.push_back(Gap{"tracked files that are ignored", "the index: " + entries.error().why,
                            0, entries.error().kind == ErrorKind::Corrupt, false});
    return paths;
  }
  for (const IndexEntry& entry : *entries) {
    if ((entry.mode & 0170000) == 0100000) paths.insert(entry.path);
  }
  return paths;
}

}  // namespace

WorkTreeList list_work_tree(Repository& repository, int root, const Limits& limits) {
  WorkTreeList list;
  // The index first: what is tracked is scanned even where an ignore rule names it.
  WorkTreeVisitor visitor(limits, root, tracked_files(repository, list), list);
  visitor.add_excludes(repository.common_directory());
  walk_folder(root, limits, visitor);
  visitor.add_tracked_that_are_ignored();
  return list;
}

}  // namespace leakwarden::scanner
