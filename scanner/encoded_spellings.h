#pragma once

// How else a value may stand in a text: for looking one up without a matcher.
//
//   tok_1234   dG9rXzEyMzQ · b2tfMTIzN · 9rXzEyMzQ   (base64, behind 0, 1 or 2 bytes of a group;
//              746f6b5f31323334                        only characters that the value alone
//              decides) t\0o\0k\0_\0…
//   a"b        a\"b (JSON) · a&quot;b (XML)
//
// Base64 in lines is none of them, nor is what is encoded twice.

#include <string_view>
#include <vector>

#include "scanner/base/secret.h"

namespace leakwarden::scanner {

// Shorter values have no spellings: too little of them would be fixed.
constexpr std::size_t kShortestSpelled = 8;

struct EncodedSpelling {
  std::string_view form;  // "base64", "hex", "percent", "utf16", "json", "xml", "line-ends"
  Secret text;
};

// Base64 in both alphabets, hex in both cases, percent-encoding, UTF-16, what JSON and XML escape,
// and the other kind of line ends; those that differ from the value, each once.
std::vector<EncodedSpelling> spellings_of(std::string_view value);
// Their texts.
std::vector<Secret> encoded_spellings(std::string_view value);

}  // namespace leakwarden::scanner
