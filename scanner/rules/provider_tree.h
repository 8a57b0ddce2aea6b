#pragma once

// The words of assigned rules as a tree by letters, as it lies in the rule image. With three
// thousand providers a process would need longer to make it than to scan a commit.
//
//   words  shodan   new relic      n ─ e ─ w ─ r ─ e ─ l ─ i ─ c     [rules of "new relic"]
//                                          └ gap ─ r ─ e ─ …         (the same)
//
// A node's children lie side by side, in the order of their codes, so that a step is a bit and a
// count (child()). Most places of a text begin no word, which one bit tells for the next four bytes
// (may_start()).
//
// Beside it: which forms of keys the rules of a provider know, for the rules that are made of its
// names (provider_credential.h).
//
// Ownership: a view; the bytes start at a multiple of 8 and outlive it.
// Thread rules: immutable.

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

class ProviderTree {
 public:
  static constexpr std::uint32_t kCodes = 37;  // 0: a gap; then digits, then letters
  static constexpr std::size_t kStartBytes = 4;

  struct Node {
    std::uint64_t steps = 0;  // a bit for the code of each child
    std::uint32_t first_child = 0;
    std::uint32_t word = 0;  // 0: no word ends here
  };

  // Of the assigned rules; a word's rules in rising order.
  static std::string build(std::span<const Rule> rules);

  ProviderTree() = default;
  // Of bytes that have another size than they say: no words. Nothing else is checked: an image is
  // trusted (rule_image.h).
  explicit ProviderTree(std::string_view bytes);

  bool empty() const { return root().steps == 0; }
  const Node& root() const { return nodes_[0]; }
  // nullptr: no word goes on so. Requires code < kCodes.
  const Node* child(const Node& node, std::uint32_t code) const {
    const std::uint64_t bit = std::uint64_t{1} << code;
    if ((node.steps & bit) == 0) return nullptr;
    return nodes_ + node.first_child + std::popcount(node.steps & (bit - 1));
  }

  // May a word begin with bytes of these codes, the first one's times kCodes³ and so on?
  bool may_start(std::uint32_t codes) const {
    const std::uint32_t place = start_place(codes);
    return (starts_[place / 32] >> place % 32 & 1) != 0;
  }

  std::span<const std::uint32_t> rules_of(std::uint32_t word) const {
    return {rules_ + words_[word], rules_ + words_[word + 1]};
  }

  // The rules with forms of keys that have the provider of this rule of any shape.
  std::span<const std::uint32_t> forms_of(std::uint32_t any_shape_rule) const;

 private:
  friend class ProviderTreeBuilder;
  static constexpr int kStartBits = 17;
  static constexpr std::size_t kStartWords = (std::size_t{1} << kStartBits) / 32;

  struct Header {
    std::uint32_t nodes = 0;
    std::uint32_t words = 0;
    std::uint32_t rules = 0;
    std::uint32_t owners = 0;
    std::uint32_t forms = 0;
    std::uint32_t unused = 0;  // nodes start at a multiple of 8
  };
  // Whose forms begin where in the list of them.
  struct Owner {
    std::uint32_t rule = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
  };

  // Two starts may share a place; then a few more walks are tried.
  static constexpr std::uint32_t start_place(std::uint32_t codes) {
    return codes * 0x9e3779b1u >> (32 - kStartBits);
  }

  static const Node kNoNode;
  const Node* nodes_ = &kNoNode;
  const std::uint32_t* starts_ = nullptr;
  const std::uint32_t* words_ = nullptr;  // where the rules of each begin, and one more
  const std::uint32_t* rules_ = nullptr;
  std::span<const Owner> owners_;
  const std::uint32_t* forms_ = nullptr;
};

// 0 for what is no letter or digit; large and small letters have one code.
constexpr std::uint32_t name_code(char c) {
  if (c >= '0' && c <= '9') return static_cast<std::uint32_t>(1 + c - '0');
  if (c >= 'a' && c <= 'z') return static_cast<std::uint32_t>(11 + c - 'a');
  if (c >= 'A' && c <= 'Z') return static_cast<std::uint32_t>(11 + c - 'A');
  return 0;
}

}  // namespace leakwarden::scanner
