#pragma once

// Trees of a history, each nearly the same as its base: which entries are new?
//
//   base   [100644 a ⟨1⟩][100644 b ⟨2⟩][40000 src ⟨3⟩]
//           └─────── copied ─────┘  └────── copied ──┘
//   tree   [100644 a ⟨1⟩][100644 b ⟨4⟩][40000 src ⟨3⟩]
//   read                 ^^^^^^^^^^^^^^               the rest is the base's
//
// Where an entry begins is decided by the bytes before it. So entries are passed over only from a
// place where one begins in the tree and one in its base, at bytes that were copied together, and
// as far as that copy holds whole entries: from there on both read alike. 382,313 trees of git's
// own repository have 166 million entries; one in a hundred is new.
//
// All entries, new or not, stand in the log, in the shortest way.
//
// Thread rules: one per worker, who gets whole trees of the delta forest.

#include <cstdint>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scanner/git/object_source.h"
#include "scanner/known_position.h"
#include "scanner/raw_tree.h"
#include "scanner/tree_log.h"

namespace leakwarden::scanner {

class TreeVersions {
 public:
  TreeVersions(std::size_t id_bytes, std::uint64_t most_log_bytes)
      : id_bytes_(id_bytes), log_(most_log_bytes) {}

  // Finds the new entries. False: the bytes are no tree; what came before the damage was found.
  bool take(const ObjectView& tree);
  // Of the last tree, in stored order, as views into its bytes: those that its base does not have,
  // or all where the base is not known.
  const std::vector<RawTreeEntry>& new_entries() const { return new_; }

  // No more trees are made of the one at `position`.
  void forget(const PhysicalPosition& position);

  const TreeLog& log() const { return log_; }

 private:
  // Where a tree's entries begin, and last where they end; what the log calls them.
  struct Known {
    std::uint32_t tree = TreeLog::kNone;
    std::vector<std::uint32_t> begins;
    std::vector<std::uint32_t> entries;
  };
  struct Run {  // entries of the base: the first, one past the last
    std::size_t first = 0;
    std::size_t end = 0;
  };
  class Reader;

  const Known* base_of(const ObjectView& tree) const;
  Known take_spare();
  void log_lost(const Known& base, std::vector<Run>& kept);

  std::size_t id_bytes_;
  TreeLog log_;
  std::vector<RawTreeEntry> new_;
  std::unordered_map<PhysicalPosition, Known, PositionHash> known_;
  std::vector<Known> spare_;  // for their capacity
  std::vector<Run> kept_;     // of the last tree's base
};

}  // namespace leakwarden::scanner
