#pragma once

// UTF-16 as editors and PowerShell on Windows write it, to UTF-8 (RFC 2781, RFC 3629).

#include <cstddef>
#include <optional>
#include <string_view>

#include "scanner/read/reader.h"
#include "scanner/read/unicode.h"

namespace leakwarden::scanner {

struct Utf16Guess {
  ByteOrder order = ByteOrder::Little;
  std::size_t mark_bytes = 0;  // of a byte order mark; 0 without one
};

// A byte order mark decides. Without one the text must be obvious: of the first 4,096 units at
// least 16, and seven in ten of them, are ASCII text in one order, and almost none are NUL or ASCII
// in the other. UTF-16 of other scripts without a mark is not recognised.
std::optional<Utf16Guess> guess_utf16(std::string_view bytes);

// Unpaired surrogates and an odd last byte become U+FFFD.
DecodedText decode_utf16(std::string_view bytes, Utf16Guess guess);

bool sniff_utf16(std::string_view bytes);
void read_utf16(std::string_view bytes, ReadBudget& budget, TextSink& sink);

}  // namespace leakwarden::scanner
