#pragma once

// How rarely a piece of a pattern turns up in source text by accident, in bits: a piece of b bits
// is expected about once in 2^b positions. It only ranks triggers; nothing is kept or dropped by
// it.
//
// The model is crude on purpose: one frequency a byte (as in source code), letters of words worth
// less than their frequency says because words repeat.

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

double rarity_bits(const ByteSet& bytes);
double rarity_bits(const PatternNode& node);

}  // namespace leakwarden::scanner
