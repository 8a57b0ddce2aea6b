#pragma once

// What is new in the trees of a history, where one tree is nearly the next: names to scan, and ids
// that must be in the database.
//
// Given are the entries that are new in a tree (tree_versions.h); many of them were in one before
// all the same. Two direct-mapped caches (of whole entries, of names) pass those over in a few
// nanoseconds; a miss costs a name scanned twice, never one that is not scanned.
//
// Thread rules: one per worker.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/object_id.h"
#include "scanner/raw_tree.h"

namespace leakwarden::scanner {

class TreeNames {
 public:
  TreeNames();

  // Puts names not seen lately into `names`, one a line.
  void take(const std::vector<RawTreeEntry>& entries, std::string& names);

  // Notes an object that must be there, named by something else than a tree.
  void note_reference(const ObjectId& id);
  // Ids of all entries (not of submodules) and noted references, in no order, some more than once.
  std::vector<ObjectId> take_references();

 private:
  static constexpr std::size_t kEntrySlots = 1 << 15;
  static constexpr std::size_t kEntryBytes = 64;  // a slot: one byte of length, then the entry
  static constexpr std::size_t kNameSlots = 1 << 13;

  bool is_new_entry(std::string_view entry, std::string_view id);
  bool is_new_name(std::string_view name);

  std::vector<std::array<char, kEntryBytes>> entries_;
  std::vector<std::string> names_;
  std::vector<ObjectId> references_;
  std::size_t compact_at_ = 1 << 20;  // to put them in order costs more than their memory
};

}  // namespace leakwarden::scanner
