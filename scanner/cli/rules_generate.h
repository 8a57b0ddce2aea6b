#pragma once

// `leakwarden rules generate ID`: texts drawn from a rule, to try a scanner, a hook or an alert with.
//
// Examples carry a right checksum; near misses are examples with one byte changed. The same index
// gives the same text on every machine.

#include <cstdint>
#include <string>

#include "scanner/base/result.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

struct GenerateWish {
  std::uint32_t count = 3;
  bool near_misses = false;
  bool as_json = false;
};

// Errors: Invalid when not one can be drawn.
Result<std::string> generated_texts(const Rule& rule, const GenerateWish& wish);

}  // namespace leakwarden::scanner
