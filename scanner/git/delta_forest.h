#pragma once

// Which entry of a pack is a delta of which: one tree for each whole object, from the index and the
// entry headers alone.
//
//   offset 12  blob  ───┬── 340 delta ──── 900 delta      roots: 12, 2000
//                       └── 410 delta
//   offset 2000 tree                                      weights: 12:4, 340:2, others 1
//
// The heaviest child stands last among its siblings: whoever walks depth first and lets go of a
// base before descending into its last child holds at most log2(objects) bases at a time, since
// each held base has a subtree at least twice that of the next (heavy-path decomposition).
//
// Memory: 32 bytes an object, and 16 more for a moment while building.

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "scanner/base/coverage.h"
#include "scanner/base/limits.h"
#include "scanner/git/pack.h"

namespace leakwarden::scanner {

class DeltaForest {
 public:
  static constexpr std::uint32_t kNone = 0xffffffff;
  struct Node {
    std::uint64_t offset = 0;
    std::uint32_t index_position = 0;  // whose id it has
    std::uint32_t base = kNone;
    std::uint32_t first_child = kNone;
    std::uint32_t next_sibling = kNone;
    std::uint32_t weight = 0;  // nodes of its subtree, itself included; 0: not reachable
  };

  // Entries that cannot be reached (damaged headers, absent bases, cycles, chains over
  // max_delta_depth) are told to `on_gap`; so are indexes that do not fit the pack.
  // Uses `jobs` threads; `on_gap` is called from the calling one.
  DeltaForest(const Pack& pack, const Limits& limits, std::function<void(Gap)> on_gap,
              unsigned jobs = 1);

  const std::vector<Node>& nodes() const { return nodes_; }           // by offset
  const std::vector<std::uint32_t>& roots() const { return roots_; }  // whole objects, by offset
  // "object <id> (pack-….pack at offset 12)"
  std::string describe(const Node& node) const;

 private:
  // In the place of a base, until it is linked. That is found for all nodes at once, where an
  // entry's header says it plainly; the rest (kNone) is for link().
  static constexpr std::uint32_t kIsRoot = kNone - 1;

  void read_index();
  void find_plain_bases(unsigned jobs);
  std::uint32_t plain_base_of(std::uint32_t node) const;
  void link_bases();
  void link(std::uint32_t node);
  void link_below(std::uint32_t base, std::uint32_t node);
  bool is_shallow() const;
  void weigh(std::uint32_t node);
  void weigh();
  std::vector<std::uint32_t> breadth_first();
  void cut_below(std::uint32_t node);
  void put_heaviest_last(Node& node);
  std::uint32_t node_at(std::uint64_t offset, std::uint32_t below) const;
  Result<std::uint32_t> find_base(std::uint32_t node, const PackEntry& entry);
  bool copies_agree(PackIndex::Range copies);
  bool compare_copies(PackIndex::Range copies) const;
  void report(const Node& node, const Error& error);

  const Pack& pack_;
  const Limits& limits_;
  std::function<void(Gap)> on_gap_;
  std::vector<Node> nodes_;
  std::vector<std::uint32_t> roots_;
  bool bases_come_first_ = true;                // so far
  std::map<std::uint32_t, bool> copies_agree_;  // by first position in the index
};

}  // namespace leakwarden::scanner
