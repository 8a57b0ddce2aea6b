#pragma once

// A trigger as what stands one after the other in it.
//
// Thread rules: pure.

#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

using Items = std::vector<PatternNode>;

// Groups opened; an alternation or a repeat is one item.
Items items_of(const PatternNode& node);

// Those of a trigger's branches, each of which is a trigger.
std::vector<Items> branches_of(const PatternNode& trigger);

}  // namespace leakwarden::scanner
