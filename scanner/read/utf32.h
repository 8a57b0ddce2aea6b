#pragma once

// UTF-32 to UTF-8 (Unicode Standard, 3.10).

#include <cstddef>
#include <optional>
#include <string_view>

#include "scanner/read/reader.h"
#include "scanner/read/unicode.h"

namespace leakwarden::scanner {

struct Utf32Guess {
  ByteOrder order = ByteOrder::Little;
  std::size_t mark_bytes = 0;
};

// A byte order mark whose first character is a character, too, decides (the little one is also
// UTF-16's followed by a NUL). Without a mark: of the first 1,024 units at least 16, all are
// characters, and seven in ten of them ASCII text.
std::optional<Utf32Guess> guess_utf32(std::string_view bytes);

// What is no character, and bytes left over at the end, become U+FFFD.
DecodedText decode_utf32(std::string_view bytes, Utf32Guess guess);

bool sniff_utf32(std::string_view bytes);
void read_utf32(std::string_view bytes, ReadBudget& budget, TextSink& sink);

}  // namespace leakwarden::scanner
