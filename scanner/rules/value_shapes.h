#pragma once

// May a value be one of an assigned rule's? By its length and bytes alone: most of what families
// find is shorter than any key, or holds what none of that length holds, and then no provider's
// name needs to be looked for around it.
//
//   rules  [0-9a-f]{32}   [A-Za-z0-9_-]{20,50}        32 bytes: letters, digits, _, -   20: the
//   same
//          51 and more: nothing
//
// A table by length, as it lies in the rule image.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

class ValueShapes {
 public:
  // Of the assigned rules that have a shape. A pattern that cannot be read allows everything.
  static std::string build(const std::vector<Rule>& rules);

  // Everything may be one.
  ValueShapes() = default;
  // In place; `bytes` starts at a multiple of 8. Of bytes that build() did not make, everything.
  explicit ValueShapes(std::string_view bytes);

  // False: no assigned rule matches it whole.
  bool may_be_assigned(std::string_view value) const {
    if (lengths_ == nullptr) return true;
    const std::uint64_t* const allowed = lengths_ + 4 * std::min(value.size(), kMostBytes);
    for (char c : value) {
      const unsigned char byte = static_cast<unsigned char>(c);
      if ((allowed[byte / 64] >> byte % 64 & 1) == 0) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t kMostBytes = 256;  // longer ones share the last row
  const std::uint64_t* lengths_ = nullptr;        // 256 bits of each
};

}  // namespace leakwarden::scanner
