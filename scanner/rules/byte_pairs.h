#pragma once

// How often bytes of given sets follow one another in source text, case aside.
//
// Finer than rarity.h, which knows no neighbours: where one digit, dash or letter of "ing" stands,
// the next one mostly follows. It only chooses what to look for; nothing is kept or dropped by it.
//
// Thread rules: pure.

#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

// The share of places at which such bytes begin. 1 where there are none.
double frequency_of(const std::vector<ByteSet>& bytes);

}  // namespace leakwarden::scanner
