#include "scanner/match/judge/model.h"

#include <algorithm>
#include <utility>

#include "scanner/match/judge/table.h"

namespace leakwarden::scanner::judging {
namespace {

constexpr std::size_t kHeader = 8;
constexpr std::size_t kTermBytes = 12;
constexpr std::size_t kNodeBytes = 6;
constexpr std::size_t kMostNodes = 127;
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
  return rest.empty() ? std::optional<Model>(std::move(model)) : std::nullopt;
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
  std::size_t count = read_u16(rest, 0);
  rest.remove_prefix(2);
  if (count > kMostNodes || rest.size() < count * kNodeBytes + (count + 1) * 2) return false;
  trees_.push_back({static_cast<std::uint32_t>(nodes_.size()),
                    static_cast<std::uint32_t>(leaves_.size()), count == 0});
  for (std::size_t i = 0; i < count; ++i) {
    Node node{read_u16(rest, 0),
              read_i16(rest, 2),
              {static_cast<std::int8_t>(rest[4]), static_cast<std::int8_t>(rest[5])}};
    if (node.feature >= kFeatureCount) return false;
    if (!child_fits(node.child[0], i, count) || !child_fits(node.child[1], i, count)) return false;
    nodes_.push_back(node);
    rest.remove_prefix(kNodeBytes);
  }
  for (std::size_t i = 0; i <= count; ++i) leaves_.push_back(read_i16(rest, i * 2));
  rest.remove_prefix((count + 1) * 2);
  return true;
}

std::int64_t Model::term_value(const Term& term, const Features& features) {
  std::int32_t value = std::clamp<std::int32_t>(features.at(term.feature), term.low, term.high);
  return std::int64_t{value - term.low} * term.weight;
}

std::int32_t Model::score(const Features& features) const {
  std::int64_t linear = 0;
  for (const Term& term : terms_) linear += term_value(term, features);
  std::int64_t sum = bias_ + linear / kWeightUnit;
  for (const Tree& tree : trees_) {
    const Node* nodes = nodes_.data() + tree.first_node;
    int at = tree.is_leaf ? -1 : 0;
    while (at >= 0) {
      const Node& node = nodes[at];
      at = node.child[features.at(node.feature) > node.threshold];
    }
    sum += leaves_[tree.first_leaf + static_cast<std::size_t>(-1 - at)];
  }
  return static_cast<std::int32_t>(sum);
}

Model::ByArea Model::by_area(const Features& features) const {
  std::array<std::int64_t, static_cast<std::size_t>(Area::Count)> sums{};
  for (const Term& term : terms_) {
    sums[static_cast<std::size_t>(kFeatureInfos[term.feature].area)] += term_value(term, features);
  }
  ByArea areas{};
  for (std::size_t i = 0; i < areas.size(); ++i)
    areas[i] = static_cast<std::int32_t>(sums[i] / kWeightUnit);
  return areas;
}

}  // namespace leakwarden::scanner::judging
