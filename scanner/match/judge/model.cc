#include "scanner/match/judge/model.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <tuple>
#include <utility>

#include "scanner/match/judge/table.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kHeader = 8;
constexpr std::size_t kTermBytes = 12;
constexpr std::size_t kNodeBytes = 6;
constexpr std::int64_t kWeightUnit = 65536;

std::int16_t read_i16(std::string_view bytes, std::size_t at) {
  return static_cast<std::int16_t>(read_u16(bytes, at));
}

// A child comes after its parent, or is a leaf of this tree.
bool child_fits(int child, std::size_t parent, std::size_t nodes) {
  if (child < 0) return static_cast<std::size_t>(-1 - child) <= nodes;
  return static_cast<std::size_t>(child) > parent && static_cast<std::size_t>(child) < nodes;
}

}  // namespace

std::optional<Model> Model::open(std::string_view section) {
  if (section.size() < kHeader) return std::nullopt;
  Model model;
  model.bias_ = static_cast<std::int32_t>(read_u32(section, 0));
  std::size_t terms = read_u16(section, 4);
  std::size_t trees = read_u16(section, 6);
  std::string_view rest = section.substr(kHeader);
  if (!model.read_terms(rest, terms)) return std::nullopt;
  for (std::size_t i = 0; i < trees; ++i) {
    if (!model.read_tree(rest)) return std::nullopt;
  }
  if (!rest.empty()) return std::nullopt;
  model.sort_by_feature();
  return model;
}

bool Model::read_terms(std::string_view& rest, std::size_t count) {
  if (rest.size() < count * kTermBytes) return false;
  for (std::size_t i = 0; i < count; ++i) {
    Term term{read_u16(rest, 0), read_i16(rest, 2), read_i16(rest, 4),
              static_cast<std::int32_t>(read_u32(rest, 8))};
    if (term.feature >= kFeatureCount || term.low > term.high) return false;
    terms_.push_back(term);
    rest.remove_prefix(kTermBytes);
  }
  return true;
}

bool Model::read_tree(std::string_view& rest) {
  if (rest.size() < 2) return false;
  const std::size_t count = read_u16(rest, 0);
  rest.remove_prefix(2);
  if (count >= kMostLeaves || rest.size() < count * kNodeBytes + (count + 1) * 2) return false;
  std::vector<Node> nodes;
  for (std::size_t i = 0; i < count; ++i) {
    nodes.push_back({read_u16(rest, 0),
                     read_i16(rest, 2),
                     {static_cast<std::int8_t>(rest[4]), static_cast<std::int8_t>(rest[5])}});
    const Node& node = nodes.back();
    if (node.feature >= kFeatureCount) return false;
    if (!child_fits(node.child[0], i, count) || !child_fits(node.child[1], i, count)) return false;
    rest.remove_prefix(kNodeBytes);
  }
  std::vector<std::int16_t> leaves;
  for (std::size_t i = 0; i <= count; ++i) leaves.push_back(read_i16(rest, i * 2));
  rest.remove_prefix((count + 1) * 2);
  return add_tree(nodes, leaves);
}

// Leaves from left to right, and of each node which of them stand to its left.
bool Model::add_tree(const std::vector<Node>& nodes, const std::vector<std::int16_t>& leaves) {
  std::size_t reached = 0;
  const std::size_t first_leaf = leaves_.size();
  const std::function<Leaves(int)> add = [&](int at) -> Leaves {
    if (reached > kMostLeaves) return 0;
    if (at < 0) {
      if (++reached > kMostLeaves) return 0;
      leaves_.push_back(leaves[static_cast<std::size_t>(-1 - at)]);
      return static_cast<Leaves>(1u << (reached - 1));
    }
    const Node& node = nodes[static_cast<std::size_t>(at)];
    const Leaves left = add(node.child[0]);
    splits_.push_back({node.feature, node.threshold, static_cast<std::uint16_t>(trees_),
                       static_cast<Leaves>(~left)});
    return static_cast<Leaves>(left | add(node.child[1]));
  };
  add(nodes.empty() ? -1 : 0);
  leaves_.resize(first_leaf + kMostLeaves, 0);
  return ++trees_ <= kMostTrees && reached <= kMostLeaves;
}

void Model::sort_by_feature() {
  std::stable_sort(splits_.begin(), splits_.end(), [](const Split& left, const Split& right) {
    return std::tie(left.feature, left.threshold) < std::tie(right.feature, right.threshold);
  });
  std::stable_sort(terms_.begin(), terms_.end(), [](const Term& left, const Term& right) {
    return left.feature < right.feature;
  });
  std::size_t split = 0;
  std::size_t term = 0;
  for (std::size_t feature = 0; feature < kFeatureCount; ++feature) {
    while (split < splits_.size() && splits_[split].feature == feature) ++split;
    while (term < terms_.size() && terms_[term].feature == feature) ++term;
    end_of_[feature] = {static_cast<std::uint32_t>(split), static_cast<std::uint32_t>(term)};
  }
  for (const Term& one : terms_) linear_of_zeros_ += term_value(one, 0);
}

std::int64_t Model::term_value(const Term& term, std::int32_t feature) {
  return std::int64_t{std::clamp<std::int32_t>(feature, term.low, term.high) - term.low} *
         term.weight;
}

std::int32_t Model::score(const Features& features) const {
  std::array<Leaves, kMostTrees> open;
  std::fill_n(open.begin(), trees_, static_cast<Leaves>(~Leaves{0}));
  std::int64_t linear = linear_of_zeros_;
  std::size_t split = 0;
  std::size_t term = 0;
  for (std::size_t feature = 0; feature < kFeatureCount; ++feature) {
    const std::int32_t value = features.at(feature);
    const Ends& end = end_of_[feature];
    for (; split < end.split && splits_[split].threshold < value; ++split)
      open[splits_[split].tree] &= splits_[split].leaves;
    for (; value != 0 && term < end.term; ++term)
      linear += term_value(terms_[term], value) - term_value(terms_[term], 0);
    split = end.split;
    term = end.term;
  }
  std::int64_t sum = bias_ + linear / kWeightUnit;
  for (std::size_t tree = 0; tree < trees_; ++tree)
    sum += leaves_[tree * kMostLeaves + static_cast<std::size_t>(std::countr_zero(open[tree]))];
  return static_cast<std::int32_t>(sum);
}

Model::ByArea Model::by_area(const Features& features) const {
  std::array<std::int64_t, static_cast<std::size_t>(Area::Count)> sums{};
  for (const Term& term : terms_) {
    sums[static_cast<std::size_t>(kFeatureInfos[term.feature].area)] +=
        term_value(term, features.at(term.feature));
  }
  ByArea areas{};
  for (std::size_t i = 0; i < areas.size(); ++i)
    areas[i] = static_cast<std::int32_t>(sums[i] / kWeightUnit);
  return areas;
}

}  // namespace leakwarden::scanner::judging
