#pragma once

// Words of which one stands in every text where a rule has a trigger, plain or encoded: where
// none does, the rule need not be asked.
//
// Thread rules: pure.

#include <optional>
#include <vector>

#include "scanner/rules/pattern.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

using RequiredWord = std::vector<ByteSet>;  // one byte after the other

// Nothing where there is no such word. Requires a rule that has a trigger of its own.
std::optional<std::vector<RequiredWord>> required_words(const Rule& rule);

}  // namespace leakwarden::scanner
