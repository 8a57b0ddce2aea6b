#pragma once

// The entries of a tree object in the order they are stored, without building anything: history
// scans look at hundreds of millions of them. (git/tree.h gives them by name.)

#include <cstddef>
#include <string_view>

namespace leakwarden::scanner {

struct RawTreeEntry {
  std::string_view whole;  // "mode SP name NUL id"
  std::string_view name;
  std::string_view id;
  bool is_tree = false;
  bool is_submodule = false;  // its commit is in another repository
};

// The entry that `bytes` begin with; false when they begin with none.
inline bool first_tree_entry(std::string_view bytes, std::size_t id_bytes, RawTreeEntry* entry) {
  const std::size_t space = bytes.find(' ');
  if (space == std::string_view::npos || space == 0 || space > 7) return false;
  const std::size_t end = bytes.find('\0', space + 1);
  if (end == std::string_view::npos || bytes.size() - end - 1 < id_bytes) return false;
  const std::string_view mode = bytes.substr(0, space);
  entry->whole = bytes.substr(0, end + 1 + id_bytes);
  entry->name = bytes.substr(space + 1, end - space - 1);
  entry->id = bytes.substr(end + 1, id_bytes);
  entry->is_tree = mode == "40000" || mode == "040000";
  entry->is_submodule = mode == "160000";
  return true;
}

// Calls on_entry(const RawTreeEntry&) for each; false when the bytes are not a tree.
template <typename OnEntry>
bool each_tree_entry(std::string_view bytes, std::size_t id_bytes, const OnEntry& on_entry) {
  while (!bytes.empty()) {
    RawTreeEntry entry;
    if (!first_tree_entry(bytes, id_bytes, &entry)) return false;
    on_entry(entry);
    bytes.remove_prefix(entry.whole.size());
  }
  return true;
}

}  // namespace leakwarden::scanner
