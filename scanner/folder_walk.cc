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
  return FilesBeneath(root).open(path);
}

std::size_t FilesBeneath::keep_on_the_way(std::string_view path) {
  const auto leads_there = [&](const OpenFolder& folder) {
    const std::string_view known = std::string_view(path_).substr(0, folder.end);
    return path.size() > folder.end && path[folder.end] == '/' &&
           path.substr(0, folder.end) == known;
  };
  while (!folders_.empty() && !leads_there(folders_.back())) folders_.pop_back();
  path_.resize(folders_.empty() ? 0 : folders_.back().end);
  return folders_.empty() ? 0 : folders_.back().end + 1;
}

Result<Descriptor> FilesBeneath::open(const std::string& path) {
  std::size_t begin = keep_on_the_way(path);
  Descriptor deeper;  // a folder too deep to be kept
  int at = folders_.empty() ? root_ : folders_.back().descriptor.get();
  while (true) {
    const std::size_t slash = path.find('/', begin);
    const std::string part = path.substr(begin, slash - begin);
    if (part.empty() || part == "." || part == "..") {
      return Error::refused("open file", path, "the path leads out of its folder");
    }
    if (slash == std::string::npos) return open_regular_file(at, part);
    LEAKWARDEN_TRY(Descriptor next, open_child_folder(at, part));
    at = next.get();
    if (folders_.size() < kMostOpen) {
      folders_.push_back({slash, std::move(next)});
      path_.assign(path, 0, slash);
    } else {
      deeper = std::move(next);
    }
    begin = slash + 1;
  }
}

}  // namespace leakwarden::scanner
