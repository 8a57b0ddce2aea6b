#pragma once

// How else a value may stand in a text: for looking an old one up without a matcher.
//
//   tok_1234   dG9rXzEyMzQ · b2tfMTIzN · 9rXzEyMzQ   (base64, behind 0, 1 or 2 bytes of a group; only
//              746f6b5f31323334                        characters that the value alone decides)
//              t\0o\0k\0_\0…
//
// Base64 in lines is none of them.

#include <string_view>
#include <vector>

#include "scanner/base/secret.h"

namespace leakwarden::scanner {

// Shorter values have no spellings: too little of them would be fixed.
constexpr std::size_t kShortestSpelled = 8;

// Base64 in both alphabets, hex in both cases, percent-encoding and UTF-16; those that differ from
// the value, each once.
std::vector<Secret> encoded_spellings(std::string_view value);

}  // namespace leakwarden::scanner
