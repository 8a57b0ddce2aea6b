#pragma once

// Secret values as small numbers, so that findings can be sorted and grouped by value without
// copies of values in keys. Equal values of one rule get one number; values are compared, not
// fingerprints.

#include <cstdint>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "scanner/base/finding.h"

namespace leakwarden::scanner {

class ValueNumbers {
 public:
  std::uint32_t number_of(const Finding& finding);
  std::size_t size() const { return count_; }

 private:
  struct Known {
    std::string rule_id;
    Secret secret;
    std::uint32_t number = 0;
  };
  std::unordered_map<std::string, std::vector<Known>> by_fingerprint_;
  std::uint32_t count_ = 0;
};

}  // namespace leakwarden::scanner
