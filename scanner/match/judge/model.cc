#include "scanner/match/judge/model.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <limits>
#include <tuple>
#include <utility>

#include "scanner/match/judge/table.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kHeader = 8;
constexpr std::size_t kTermBytes = 12;
constexpr std::size_t kNodeBytes = 6;
constexpr std::int64_t kWeightUnit = 65536;
constexpr std::size_t kFirstTrees = 112;  // with them, three of four low scores are proven

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
  model.sort_terms();
  model.note_blocks();
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
    made_.push_back(
        {node.feature,
         {node.threshold, static_cast<std::uint16_t>(trees_), static_cast<Leaves>(~left)}});
    return static_cast<Leaves>(left | add(node.child[1]));
  };
  add(nodes.empty() ? -1 : 0);
  largest_.push_back(
      *std::max_element(leaves_.begin() + static_cast<std::ptrdiff_t>(first_leaf), leaves_.end()));
  leaves_.resize(first_leaf + kMostLeaves, 0);
  return ++trees_ <= kMostTrees && reached <= kMostLeaves;
}

void Model::sort_terms() {
  std::stable_sort(terms_.begin(), terms_.end(), [](const Term& left, const Term& right) {
    return left.feature < right.feature;
  });
  std::size_t term = 0;
  for (std::size_t feature = 0; feature <= kFeatureCount; ++feature) {
    Part& part = parts_[feature];
    part.term = static_cast<std::uint32_t>(term);
    for (; term < terms_.size() && terms_[term].feature == feature; ++term) {
      part.of_zero += term_value(terms_[term], 0);
      part.of_one += term_value(terms_[term], 1) - term_value(terms_[term], 0);
    }
    linear_of_zeros_ += part.of_zero;
  }
}

void Model::note_blocks() {
  const std::size_t first = std::min(kFirstTrees, trees_);
  const auto middle = std::stable_partition(
      made_.begin(), made_.end(), [&](const SplitOf& one) { return one.split.tree < first; });
  const auto before = [](const SplitOf& left, const SplitOf& right) {
    return std::tie(left.feature, left.split.threshold) <
           std::tie(right.feature, right.split.threshold);
  };
  std::stable_sort(made_.begin(), middle, before);
  std::stable_sort(middle, made_.end(), before);
  blocks_ = {made_block(0, first), made_block(first, trees_)};
  for (std::size_t tree = first; tree < trees_; ++tree) blocks_[0].most_behind += largest_[tree];
  made_ = {};
}

// Of the trees [first, end), whose splits are the next of those made.
Model::Block Model::made_block(std::size_t first, std::size_t end) {
  Block block;
  block.first = first;
  block.end = end;
  for (std::size_t feature = 0; feature <= kFeatureCount; ++feature) {
    block.splits[feature] = static_cast<std::uint32_t>(splits_.size());
    const std::size_t begin = splits_.size();
    while (splits_.size() < made_.size() && made_[splits_.size()].feature == feature &&
           made_[splits_.size()].split.tree < end)
      splits_.push_back(made_[splits_.size()].split);
    if (splits_.size() > begin && splits_[begin].threshold < 0) block.below_zero.push_back(feature);
  }
  return block;
}

std::int64_t Model::term_value(const Term& term, std::int32_t feature) {
  return std::int64_t{std::clamp<std::int32_t>(feature, term.low, term.high) - term.low} *
         term.weight;
}

void Model::close(const Block& block, std::size_t feature, std::int32_t value, Open& open) const {
  const Split* const end = splits_.data() + block.splits[feature + 1];
  for (const Split* split = splits_.data() + block.splits[feature];
       split < end && split->threshold < value; ++split)
    open[split->tree] &= split->leaves;
}

std::int64_t Model::leaves_of(const Block& block, const Features& features) const {
  Open open;
  std::fill(open.begin() + static_cast<std::ptrdiff_t>(block.first),
            open.begin() + static_cast<std::ptrdiff_t>(block.end), static_cast<Leaves>(~Leaves{0}));
  for (const std::size_t feature : block.below_zero)
    close(block, feature, features.at(feature), open);
  features.for_each_set(
      [&](std::size_t feature) { close(block, feature, features.at(feature), open); });
  std::int64_t sum = 0;
  for (std::size_t tree = block.first; tree < block.end; ++tree)
    sum += leaves_[tree * kMostLeaves + static_cast<std::size_t>(std::countr_zero(open[tree]))];
  return sum;
}

std::int64_t Model::above_zero(std::size_t feature, std::int32_t value) const {
  const Part& part = parts_[feature];
  if (value == 1) return part.of_one;
  std::int64_t sum = -part.of_zero;
  for (std::size_t term = part.term; term < parts_[feature + 1].term; ++term)
    sum += term_value(terms_[term], value);
  return sum;
}

std::int64_t Model::linear_of(const Features& features) const {
  std::int64_t linear = linear_of_zeros_;
  features.for_each_set(
      [&](std::size_t feature) { linear += above_zero(feature, features.at(feature)); });
  return bias_ + linear / kWeightUnit;
}

std::int32_t Model::score(const Features& features) const {
  return score_or_bound(features, std::numeric_limits<std::int32_t>::min());
}

std::int32_t Model::score_or_bound(const Features& features, std::int32_t enough) const {
  const std::int64_t most_leaves = blocks_[0].most_behind;
  std::int64_t sum = linear_of(features) + leaves_of(blocks_[0], features);
  if (sum + most_leaves < enough) return static_cast<std::int32_t>(sum + most_leaves);
  sum += leaves_of(blocks_[1], features);
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
