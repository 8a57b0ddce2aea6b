#pragma once

// Length, spread and make-up of a value's own characters.

#include <string_view>

#include "scanner/match/judge/feature.h"

namespace leakwarden::scanner::judging {

void add_value_statistics(std::string_view whole, std::string_view value, Features& features);

// Shannon entropy of the byte histogram, in 1/256 bits a character. At most 512 bytes are looked
// at.
std::int32_t entropy_fixed(std::string_view value);

}  // namespace leakwarden::scanner::judging
