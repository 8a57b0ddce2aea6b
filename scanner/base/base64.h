#pragma once

// Base64 (RFC 4648), as secrets carry it.
//
// Decoding takes the standard and the URL alphabet alike, with or without padding, because issuers
// mix them. It never fails on content: it stops at the first character that is neither.

#include <cstddef>
#include <string>
#include <string_view>

namespace leakwarden {

enum class Base64Alphabet { Standard, Url };
enum class Base64Padding { Yes, No };

struct Base64Decoded {
  std::string bytes;
  std::size_t used = 0;  // characters read, padding not counted
};

// Decodes the longest start of `text` that is base64. A lone last character (6 bits) is used but
// gives no byte.
Base64Decoded base64_decode(std::string_view text);

std::string base64_encode(std::string_view bytes,
                          Base64Alphabet alphabet = Base64Alphabet::Standard,
                          Base64Padding padding = Base64Padding::Yes);

}  // namespace leakwarden
