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
  model.note_parts();
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
  leaves_.resize(first_leaf + kMostLeaves, 0);
  return ++trees_ <= kMostTrees && reached <= kMostLeaves;
}

void Model::sort_by_feature() {
  std::stable_sort(made_.begin(), made_.end(), [](const SplitOf& left, const SplitOf& right) {
    return std::tie(left.feature, left.split.threshold) <
           std::tie(right.feature, right.split.threshold);
  });
  std::stable_sort(terms_.begin(), terms_.end(), [](const Term& left, const Term& right) {
    return left.feature < right.feature;
  });
}

void Model::note_parts() {
  Part part;
  for (std::size_t feature = 0; feature <= kFeatureCount; ++feature) {
    part.split = static_cast<std::uint32_t>(splits_.size());
    parts_[feature] = part;
    while (splits_.size() < made_.size() && made_[splits_.size()].feature == feature)
      splits_.push_back(made_[splits_.size()].split);
    if (splits_.size() > part.split && splits_[part.split].threshold < 0)
      below_zero_.push_back(feature);
    while (part.term < terms_.size() && terms_[part.term].feature == feature) ++part.term;
    for (std::size_t term = parts_[feature].term; term < part.term; ++term) {
      linear_of_zeros_ += term_value(terms_[term], 0);
      parts_[feature].of_one += term_value(terms_[term], 1) - term_value(terms_[term], 0);
    }
  }
  made_ = {};
}

std::int64_t Model::term_value(const Term& term, std::int32_t feature) {
  return std::int64_t{std::clamp<std::int32_t>(feature, term.low, term.high) - term.low} *
         term.weight;
}

void Model::close(std::size_t feature, std::int32_t value, Open& open) const {
  const Split* const end = splits_.data() + parts_[feature + 1].split;
  for (const Split* split = splits_.data() + parts_[feature].split;
       split < end && split->threshold < value; ++split)
    open[split->tree] &= split->leaves;
}

std::int64_t Model::above_zero(std::size_t feature, std::int32_t value) const {
  const Part& part = parts_[feature];
  if (value == 1) return part.of_one;
  std::int64_t sum = 0;
  for (std::size_t term = part.term; term < parts_[feature + 1].term; ++term)
    sum += term_value(terms_[term], value) - term_value(terms_[term], 0);
  return sum;
}

std::int32_t Model::score(const Features& features) const {
  Open open;
  std::fill_n(open.begin(), trees_, static_cast<Leaves>(~Leaves{0}));
  for (const std::size_t feature : below_zero_) close(feature, features.at(feature), open);
  std::int64_t linear = linear_of_zeros_;
  features.for_each_set([&](std::size_t feature) {
    const std::int32_t value = features.at(feature);
    close(feature, value, open);
    linear += above_zero(feature, value);
  });
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
