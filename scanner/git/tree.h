#pragma once

// Tree objects: lists of "mode SP name NUL id" (git's Documentation/user-manual, "Object storage
// format"). Names are raw hostile bytes: "..", ".git", with slashes or control characters; order
// and duplicates are whatever the writer made. Only the structure is checked.
//
// A Tree keeps the object's bytes and an order over them, 4 bytes an entry.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/limits.h"
#include "scanner/base/object_id.h"
#include "scanner/base/result.h"

namespace leakwarden::scanner {

struct TreeEntry {
  unsigned mode = 0;
  std::string_view name;
  std::string_view id_bytes;

  ObjectId id() const { return *ObjectId::from_bytes(id_bytes); }
  bool is_tree() const { return (mode & 0170000) == 0040000; }
  bool is_regular() const { return (mode & 0170000) == 0100000; }
  bool is_commit() const { return (mode & 0170000) == 0160000; }  // a submodule
  bool is_blob() const { return !is_tree() && !is_commit(); }     // a file or a symlink
};

class Tree {
 public:
  // Takes the object's bytes. Corrupt.
  static Result<Tree> parse(std::string bytes, unsigned id_bytes);
  Tree() = default;

  std::size_t size() const { return by_name_.size(); }
  TreeEntry entry(std::size_t number) const;  // by name (plain byte order)
  // All entries named `name`: [first, last). An honest tree has at most one.
  struct Range {
    std::size_t first = 0;
    std::size_t last = 0;
  };
  Range find(std::string_view name) const;
  std::uint64_t memory() const { return bytes_.capacity() + 4 * by_name_.capacity(); }

 private:
  TreeEntry decode(std::uint32_t offset) const;
  std::string bytes_;
  std::vector<std::uint32_t> by_name_;  // offsets of entries
  unsigned id_bytes_ = 20;
};

// Finds names that are asked for in ascending order, without searching each anew.
class TreeCursor {
 public:
  explicit TreeCursor(const Tree& tree) : tree_(&tree) {}
  // As Tree::find(); `name` must not be below the one asked for before.
  Tree::Range find(std::string_view name);
  const Tree& tree() const { return *tree_; }

 private:
  const Tree* tree_;
  std::size_t at_ = 0;
};

}  // namespace leakwarden::scanner
