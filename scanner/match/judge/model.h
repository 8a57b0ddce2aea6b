#pragma once

// A score from features, in integers: thousandths of a logit.
//
//   score = bias + Σ terms + Σ trees
//   term   weight · (clamp(feature, low, high) − low) / 65536      a piece of a broken line
//   tree   inner nodes (feature ≤ threshold: left, else right), leaves in thousandths
//
// Trees are not walked. Of each tree all leaves are open at first, as bits from left to right; each
// node whose test says "right" closes those to its left, and the lowest that stays open is the one
// a walk ends in. Such nodes are few, and lie one after the other when nodes are kept by feature
// and threshold: no branch to be guessed, no pointer to be followed (the idea is known as
// QuickScorer). Most features of most values are 0: what zeros add is known beforehand, they close
// nothing but where a threshold is negative, and only the others are visited.
//
// Most values are none by far. What all terms and the first trees say, and the largest leaves of
// the others, then prove a score to be low without the others being looked at.
//
// Written by tests/accuracy/table.py, which evaluates the same block in the same integers.
//
//   u32 bias  u16 terms  u16 trees
//   terms:  u16 feature  i16 low  i16 high  u16 0  i32 weight
//   trees:  u16 inner nodes n, then n × { u16 feature  i16 threshold  i8 left  i8 right },
//           then n + 1 leaves i16; a child ≥ 0 is a node, −1 − i is leaf i

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/match/judge/feature.h"

namespace leakwarden::scanner::judging {

class Model {
 public:
  // nullopt when a node, leaf or feature does not exist, a child does not come after its parent, or
  // there are more leaves or trees than these.
  static constexpr std::size_t kMostLeaves = 16;
  static constexpr std::size_t kMostTrees = 512;
  static std::optional<Model> open(std::string_view section);

  std::int32_t score(const Features& features) const;
  // The score; or, where it is found early to be below `enough`, what it can be at most, which is
  // below too.
  std::int32_t score_or_bound(const Features& features, std::int32_t enough) const;

  // What each area added to the linear part against a value that has none of it.
  using ByArea = std::array<std::int32_t, static_cast<std::size_t>(Area::Count)>;
  ByArea by_area(const Features& features) const;

 private:
  struct Term {
    std::uint16_t feature = 0;
    std::int16_t low = 0;
    std::int16_t high = 0;
    std::int32_t weight = 0;
  };
  using Leaves = std::uint16_t;  // a bit for each, from left to right
  struct Node {
    std::uint16_t feature = 0;
    std::int16_t threshold = 0;
    std::array<std::int16_t, 2> child{};  // left and right: a node, or −1 − a leaf
  };
  struct Split {
    std::int16_t threshold = 0;
    std::uint16_t tree = 0;
    Leaves leaves = 0;  // that stay open when the feature is above the threshold
  };
  struct SplitOf {
    std::uint16_t feature = 0;
    Split split;
  };
  // Of a feature: the first of its terms, what these add at 0, and at 1 above that, for most
  // features are one or the other.
  struct Part {
    std::uint32_t term = 0;
    std::int64_t of_zero = 0;
    std::int64_t of_one = 0;
  };
  using Open = std::array<Leaves, kMostTrees>;  // of each tree
  // Trees that are looked at together.
  struct Block {
    std::size_t first = 0;
    std::size_t end = 0;
    std::array<std::uint32_t, kFeatureCount + 1> splits{};  // of a feature, the first one
    std::vector<std::size_t> below_zero;                    // features with a negative threshold
    std::int64_t most_behind = 0;  // the sum of the largest leaves of the trees behind it
  };

  bool read_terms(std::string_view& rest, std::size_t count);
  bool read_tree(std::string_view& rest);
  bool add_tree(const std::vector<Node>& nodes, const std::vector<std::int16_t>& leaves);
  void sort_terms();
  void note_blocks();
  Block made_block(std::size_t first, std::size_t end);
  void close(const Block& block, std::size_t feature, std::int32_t value, Open& open) const;
  std::int64_t leaves_of(const Block& block, const Features& features) const;
  std::int64_t linear_of(const Features& features) const;
  std::int64_t above_zero(std::size_t feature, std::int32_t value) const;
  static std::int64_t term_value(const Term& term, std::int32_t feature);

  std::int32_t bias_ = 0;
  std::vector<Term> terms_;                      // by feature
  std::vector<Split> splits_;                    // by block, feature, then threshold
  std::array<Part, kFeatureCount + 1> parts_{};  // by feature; the last one begins where all end
  std::vector<Block> blocks_;
  std::int64_t linear_of_zeros_ = 0;   // what all terms add where every feature is 0
  std::vector<std::int16_t> leaves_;   // kMostLeaves of each tree
  std::vector<std::int16_t> largest_;  // leaf of each tree
  std::size_t trees_ = 0;
  std::vector<SplitOf> made_;  // until they are sorted
};

}  // namespace leakwarden::scanner::judging
