#include "scanner/folder_walk.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace leakwarden::scanner {
namespace {

struct Pending {
  std::string path;
  std::uint32_t depth = 0;
};

std::string joined(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

Result<std::vector<FolderEntry>> entries_of(int root, const Pending& folder, const Limits& limits) {
  if (folder.depth > limits.max_folder_depth) {
    return Error::too_large(
        "list folder", folder.path,
        "folders are nested deeper than " + std::to_string(limits.max_folder_depth));
  }
  return list_folder(root, folder.path.empty() ? "." : folder.path);
}

}  // namespace

void walk_folder(int root, const Limits& limits, FolderVisitor& visitor) {
  std::vector<Pending> stack = {Pending{}};
  while (!stack.empty()) {
    const Pending folder = std::move(stack.back());
    stack.pop_back();
    Result<std::vector<FolderEntry>> entries = entries_of(root, folder, limits);
    if (!entries.ok()) {
      visitor.unreadable(folder.path, entries.error());
      continue;
    }
    visitor.enter(folder.path);
    const std::size_t first_new = stack.size();
    for (const FolderEntry& entry : *entries) {
      std::string path = joined(folder.path, entry.name);
      if (visitor.see(path, entry.kind) == Visit::Skip) continue;
      if (entry.kind == FolderEntryKind::Folder) {
        stack.push_back(Pending{std::move(path), folder.depth + 1});
      }
    }
    std::reverse(stack.begin() + static_cast<std::ptrdiff_t>(first_new), stack.end());
  }
}

Result<Descriptor> open_file_beneath(int root, const std::string& path) {
  Descriptor folder;
  int at = root;
  std::size_t begin = 0;
  while (true) {
    const std::size_t slash = path.find('/', begin);
    const std::string part = path.substr(begin, slash - begin);
    if (part.empty() || part == "." || part == "..") {
      return Error::refused("open file", path, "the path leads out of its folder");
    }
    if (slash == std::string::npos) return open_regular_file(at, part);
    LEAKWARDEN_TRY(Descriptor next, open_child_folder(at, part));
    folder = std::move(next);
    at = folder.get();
    begin = slash + 1;
  }
}

}  // namespace leakwarden::scanner
