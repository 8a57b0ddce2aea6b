#pragma once

// What changed from one tree to the next, written while they are read in delta order, so that
// afterwards all trees that name an object are known without reading 5.8 GB of them again.
//
//   tree 0 (whole)          + a→1  + b→2  + src→3
//   tree 1, made of 0       − b→2  + b→4                  has a→1, src→3, b→4
//   tree 2, made of 1       − src→3                       has a→1, b→4
//
//   edges_to(id 4)      →  tree 1 "b", tree 2 "b"
//   edges_to(name "b")  →  tree 0 "b", tree 1 "b", tree 2 "b"
//
// An entry is a name and the first 16 bytes of an id: nobody makes two objects that share those.
// Memory: 20 bytes an entry that is new, 4 a change, 44 a tree; beyond `most_bytes` nothing more is
// written and is_complete() says no, and whoever asks reads the trees (tree_leads.h).
//
// Thread rules: one per worker, who gets whole trees of the delta forest; const members from any.

#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/object_id.h"
#include "scanner/number_table.h"
#include "scanner/raw_tree.h"

namespace leakwarden::scanner {

class TreeLog {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  explicit TreeLog(std::uint64_t most_bytes) : most_bytes_(most_bytes) {}

  // A tree and, where it is made of another one, which (kNone: of none). Its number. Changes that
  // follow are its changes. A tree comes behind the one it is made of, and before the next one that
  // is made of something earlier.
  std::uint32_t begin_tree(const ObjectId& id, std::uint32_t base);
  // An entry that its base did not have; its number, for trees that are made of this one.
  std::uint32_t add(const RawTreeEntry& entry);
  // One more of an entry that the base had, or one less.
  void add_again(std::uint32_t entry) { note(entry << 1); }
  void remove(std::uint32_t entry) { note(entry << 1 | 1); }

  bool is_complete() const { return is_complete_; }
  void give_up();  // forgets all

  struct Wanted {
    std::function<bool(std::string_view id)> id;      // the first kIdBytes of it
    std::function<bool(std::string_view name)> name;  // asked once for each different one
  };
  using OnEntry = std::function<void(std::string_view name, std::string_view id)>;
  using OnEdge = std::function<void(const ObjectId& tree, std::uint32_t entry)>;
  // Every entry whose id or name is wanted, once; then every tree that has it, with the entry's
  // number among those, from 0 on. Many trees have the same one.
  void edges_to(const Wanted& wanted, const OnEntry& on_entry, const OnEdge& on_edge) const;

  static constexpr std::size_t kIdBytes = 16;

 private:
  using Id = std::array<char, kIdBytes>;
  struct Entry {
    Id id{};
    std::uint32_t name = 0;
  };
  struct Tree {
    ObjectId id;
    std::uint32_t base = kNone;
    std::uint32_t first_change = 0;
  };
  class Chosen;    // entries that are wanted
  struct Present;  // those of one tree

  void note(std::uint32_t change);
  std::uint32_t number_of(std::string_view name);
  void spend(std::uint64_t bytes);
  Chosen wanted_entries(const Wanted& wanted) const;
  void changes_of(std::uint32_t tree, const Chosen& chosen,
                  std::vector<std::uint32_t>& changes) const;
  std::uint32_t end_of_changes(std::uint32_t tree) const;
  std::vector<std::uint32_t> last_made_of() const;

  std::uint64_t most_bytes_;
  std::uint64_t bytes_ = 0;
  bool is_complete_ = true;
  std::vector<Tree> trees_;
  std::vector<std::uint32_t> changes_;  // entry, and whether it goes
  std::vector<Entry> entries_;
  std::vector<std::string> names_;
  NumberTable numbers_;  // of names_
};

}  // namespace leakwarden::scanner
