#pragma once

// Rules by number, whoever holds them: a vector (tests, the linter), or an image that decodes a
// rule when it is first asked for (RuleSet). A text without a trigger needs none of them, and a
// hook reads hardly another.
//
// Ownership: a view, to be passed by value; the vector or the image outlives it.
// Thread rules: may be shared, also while rules are decoded.

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/rules/provider_tree.h"
#include "scanner/rules/rule.h"
#include "scanner/rules/value_shapes.h"

namespace leakwarden::scanner {

// The rules of an image that was checked (rule_codec.h), each decoded once.
class DecodedRules {
 public:
  enum class Fields { OfVerdicts, All };
  // Both tables as they lie in the image, which outlives this.
  DecodedRules(std::string_view verdict_fields, std::string_view descriptions, std::size_t count,
               Fields fields, const ValueShapes& shapes, const ProviderTree& providers);
  ~DecodedRules();
  DecodedRules(const DecodedRules&) = delete;
  DecodedRules& operator=(const DecodedRules&) = delete;

  std::size_t size() const { return count_; }
  const ValueShapes& shapes() const { return shapes_; }
  const ProviderTree& providers() const { return providers_; }
  const Rule& operator[](std::size_t index) const {
    const Rule* known = slots_[index].load(std::memory_order_acquire);
    return known != nullptr ? *known : decode(index);
  }

 private:
  const Rule& decode(std::size_t index) const;

  std::string_view verdict_fields_;
  std::string_view descriptions_;
  std::size_t count_;
  Fields fields_;
  ValueShapes shapes_;
  ProviderTree providers_;
  std::unique_ptr<std::atomic<const Rule*>[]> slots_;
};

class RuleList {
 public:
  RuleList(const std::vector<Rule>& rules)  // NOLINT: wherever rules are asked for
      : whole_(rules.data()), size_(rules.size()) {}
  explicit RuleList(const DecodedRules& rules) : decoded_(&rules), size_(rules.size()) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  bool is_of_image() const { return decoded_ != nullptr; }
  // What values of assigned rules look like; of a vector, anything.
  ValueShapes shapes() const { return decoded_ != nullptr ? decoded_->shapes() : ValueShapes(); }
  // The words of assigned rules; of a vector, none are made yet: see whole().
  ProviderTree providers() const {
    return decoded_ != nullptr ? decoded_->providers() : ProviderTree();
  }
  // The rules of a vector; nothing of an image.
  std::span<const Rule> whole() const {
    return whole_ != nullptr ? std::span<const Rule>(whole_, size_) : std::span<const Rule>();
  }
  const Rule& operator[](std::size_t index) const {
    return whole_ != nullptr ? whole_[index] : (*decoded_)[index];
  }

  class Iterator {
   public:
    Iterator(const RuleList* table, std::size_t index) : table_(table), index_(index) {}
    const Rule& operator*() const { return (*table_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const RuleList* table_;
    std::size_t index_;
  };
  Iterator begin() const { return {this, 0}; }
  Iterator end() const { return {this, size_}; }

 private:
  const Rule* whole_ = nullptr;
  const DecodedRules* decoded_ = nullptr;
  std::size_t size_;
};

}  // namespace leakwarden::scanner
