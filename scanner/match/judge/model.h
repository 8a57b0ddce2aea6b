#pragma once

// A score from features, in integers: thousandths of a logit.
//
//   score = bias + Σ terms + Σ trees
//   term   weight · (clamp(feature, low, high) − low) / 65536      a piece of a broken line
//   tree   inner nodes (feature ≤ threshold: left, else right), leaves in thousandths
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
  // nullopt when a node, leaf or feature does not exist or a child does not come after its parent:
  // every walk ends.
  static std::optional<Model> open(std::string_view section);

  std::int32_t score(const Features& features) const;

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
  struct Node {
    std::uint16_t feature = 0;
    std::int16_t threshold = 0;
    // Left and right: index of a node, or −1 − index of a leaf. Side by side, so that the walk takes
    // one by index instead of guessing a branch.
    std::array<std::int16_t, 2> child{};
  };
  struct Tree {
    std::uint32_t first_node = 0;
    std::uint32_t first_leaf = 0;
    bool is_leaf = false;  // nothing but one leaf
  };

  bool read_terms(std::string_view& rest, std::size_t count);
  bool read_tree(std::string_view& rest);
  static std::int64_t term_value(const Term& term, const Features& features);

  std::int32_t bias_ = 0;
  std::vector<Term> terms_;
  std::vector<Tree> trees_;
  std::vector<Node> nodes_;
  std::vector<std::int16_t> leaves_;
};

}  // namespace leakwarden::scanner::judging
