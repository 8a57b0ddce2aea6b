#pragma once

// Shannon entropy of a value's byte histogram, in bits a character: "aaaa" 0, "abcd" 2. Random hex
// of 32 digits has about 3.7, random base64 of 40 characters about 4.7; words have less.

#include <string_view>

namespace leakwarden::scanner {

double shannon_entropy(std::string_view value);

}  // namespace leakwarden::scanner
