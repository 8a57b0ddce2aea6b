#include "scanner/rules/provider_tree.h"

#include <algorithm>
#include <map>

#include "scanner/rules/mark.h"

namespace leakwarden::scanner {
namespace {

// Do its values begin with letters of the provider's own? How long others are may be known badly,
// or of one's own choice; then the rule's confidence is low.
bool has_mark(const Rule& rule) {
  constexpr std::size_t kShortest = 3;
  return mark_of(rule.pattern).size() >= kShortest;
}

// A form of keys, not of a password in a statement or a URL, nor of a hash.
bool is_form_of_keys(const Rule& rule) {
  return !rule.any_shape &&
         (!rule.assigned || rule.confidence != Confidence::Low || has_mark(rule)) &&
         rule.judging == Judging::None && rule.severity != Severity::Low &&
         rule.locality == Locality::Local && rule.pattern.find("(?P<user>") == std::string::npos;
}

template <typename Item>
void append(std::string& bytes, const Item* items, std::size_t count) {
  bytes.append(reinterpret_cast<const char*>(items), count * sizeof(Item));
}

template <typename Item>
void append(std::string& bytes, const std::vector<Item>& items) {
  append(bytes, items.data(), items.size());
}

// Takes `count` items from the front of `bytes`, which are long enough.
template <typename Item>
const Item* take(std::string_view& bytes, std::size_t count) {
  const Item* items = reinterpret_cast<const Item*>(bytes.data());
  bytes.remove_prefix(count * sizeof(Item));
  return items;
}

}  // namespace

// Grows by words, with children by code; laid out by level, so that children lie side by side.
class ProviderTreeBuilder {
 public:
  explicit ProviderTreeBuilder(std::span<const Rule> rules) : branches_(1), rules_of_(1) {
    for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
      if (!rules[rule].assigned) continue;
      for (const std::string& word : rules[rule].context.words) add(word, rule);
    }
    add_forms(rules);
    starts_.resize(ProviderTree::kStartWords);
    mark_starts(0, 0, 0);
  }

  std::string bytes() {
    lay_out();
    std::vector<std::uint32_t> begins{0};
    std::vector<std::uint32_t> rules;
    for (const std::vector<std::uint32_t>& of_word : rules_of_) {
      rules.insert(rules.end(), of_word.begin(), of_word.end());
      begins.push_back(static_cast<std::uint32_t>(rules.size()));
    }
    const ProviderTree::Header header{
        static_cast<std::uint32_t>(nodes_.size()), static_cast<std::uint32_t>(rules_of_.size()),
        static_cast<std::uint32_t>(rules.size()),  static_cast<std::uint32_t>(owners_.size()),
        static_cast<std::uint32_t>(forms_.size()), 0};
    std::string bytes;
    append(bytes, &header, 1);
    append(bytes, nodes_);
    append(bytes, starts_);
    append(bytes, begins);
    append(bytes, rules);
    append(bytes, owners_);
    append(bytes, forms_);
    return bytes;
  }

 private:
  struct Branch {
    std::map<std::uint32_t, std::uint32_t> children;  // by code
    std::uint32_t word = 0;
  };

  std::uint32_t child_or_new(std::uint32_t branch, std::uint32_t code) {
    const auto next = static_cast<std::uint32_t>(branches_.size());
    const auto [child, is_new] = branches_[branch].children.emplace(code, next);
    const std::uint32_t number = child->second;
    if (is_new) branches_.emplace_back();
    return number;
  }

  // Signs at a word's edges say nothing.
  void add(std::string_view word, std::uint32_t rule) {
    std::uint32_t at = 0;
    bool gap = false;
    for (const char c : word) {
      const std::uint32_t code = name_code(c);
      if (code == 0) {
        gap = at != 0;
        continue;
      }
      if (gap) at = child_or_new(at, 0);
      at = child_or_new(at, code);
      gap = false;
    }
    if (at == 0) return;
    if (branches_[at].word == 0) {
      branches_[at].word = static_cast<std::uint32_t>(rules_of_.size());
      rules_of_.emplace_back();
    }
    std::vector<std::uint32_t>& rules = rules_of_[branches_[at].word];
    if (rules.empty() || rules.back() != rule) rules.push_back(rule);
  }

  void add_forms(std::span<const Rule> rules) {
    std::map<std::string_view, std::vector<std::uint32_t>> of_provider;
    for (std::uint32_t rule = 0; rule < rules.size(); ++rule)
      if (is_form_of_keys(rules[rule])) of_provider[rules[rule].provider].push_back(rule);
    for (std::uint32_t rule = 0; rule < rules.size(); ++rule) {
      if (!rules[rule].any_shape) continue;
      const auto known = of_provider.find(rules[rule].provider);
      if (known == of_provider.end()) continue;
      const auto begin = static_cast<std::uint32_t>(forms_.size());
      forms_.insert(forms_.end(), known->second.begin(), known->second.end());
      owners_.push_back({rule, begin, static_cast<std::uint32_t>(forms_.size())});
    }
  }

  // A gap is a byte without a code, or none at all; what ends early may be followed by anything.
  void mark_starts(std::uint32_t branch, std::uint32_t codes, std::size_t count) {
    if (count == ProviderTree::kStartBytes || branches_[branch].word != 0) {
      std::uint32_t wide = 1;
      for (std::size_t i = count; i < ProviderTree::kStartBytes; ++i) wide *= ProviderTree::kCodes;
      for (std::uint32_t i = 0; i < wide; ++i) {
        const std::uint32_t place = ProviderTree::start_place(codes * wide + i);
        starts_[place / 32] |= 1u << place % 32;
      }
      return;
    }
    for (const auto& [code, child] : branches_[branch].children) {
      mark_starts(child, codes * ProviderTree::kCodes + code, count + 1);
      if (code == 0) mark_starts(child, codes, count);
    }
  }

  void lay_out() {
    std::vector<std::uint32_t> order{0};
    for (std::size_t i = 0; i < order.size(); ++i) {
      const Branch& branch = branches_[order[i]];
      ProviderTree::Node node;
      node.first_child = static_cast<std::uint32_t>(order.size());
      node.word = branch.word;
      for (const auto& [code, child] : branch.children) {
        node.steps |= std::uint64_t{1} << code;
        order.push_back(child);
      }
      nodes_.push_back(node);
    }
  }

  std::vector<Branch> branches_;
  std::vector<std::vector<std::uint32_t>> rules_of_;  // by word; none of number 0
  std::vector<ProviderTree::Node> nodes_;
  std::vector<std::uint32_t> starts_;
  std::vector<ProviderTree::Owner> owners_;
  std::vector<std::uint32_t> forms_;
};

const ProviderTree::Node ProviderTree::kNoNode;

std::string ProviderTree::build(std::span<const Rule> rules) {
  return ProviderTreeBuilder(rules).bytes();
}

ProviderTree::ProviderTree(std::string_view bytes) {
  if (bytes.size() < sizeof(Header)) return;
  const Header header = *take<Header>(bytes, 1);
  const std::size_t expected =
      header.nodes * sizeof(Node) + std::size_t{header.owners} * sizeof(Owner) +
      (kStartWords + header.words + 1 + std::size_t{header.rules} + header.forms) *
          sizeof(std::uint32_t);
  if (header.nodes == 0 || bytes.size() != expected) return;
  nodes_ = take<Node>(bytes, header.nodes);
  starts_ = take<std::uint32_t>(bytes, kStartWords);
  words_ = take<std::uint32_t>(bytes, header.words + std::size_t{1});
  rules_ = take<std::uint32_t>(bytes, header.rules);
  owners_ = {take<Owner>(bytes, header.owners), header.owners};
  forms_ = take<std::uint32_t>(bytes, header.forms);
}

std::span<const std::uint32_t> ProviderTree::forms_of(std::uint32_t any_shape_rule) const {
  const auto owner =
      std::lower_bound(owners_.begin(), owners_.end(), any_shape_rule,
                       [](const Owner& one, std::uint32_t rule) { return one.rule < rule; });
  if (owner == owners_.end() || owner->rule != any_shape_rule) return {};
  return {forms_ + owner->begin, forms_ + owner->end};
}

}  // namespace leakwarden::scanner
