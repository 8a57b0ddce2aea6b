#pragma once

// Numbers and lines as people read them.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

std::string with_separators(std::uint64_t number);  // "849,014"
std::string human_bytes(std::uint64_t bytes);       // "13.9 GB", "512 bytes"
std::string human_seconds(double seconds);          // "4.1 s", "3 min 20 s", "0.02 s"
std::string counted(std::uint64_t number, std::string_view singular, std::string_view plural);

// Columns of valid UTF-8 on a terminal: code points, East Asian wide ones as two, combining none.
std::size_t display_width(std::string_view text);
// At most `width` columns; what is cut from the middle is marked by "…".
std::string cut_in_middle(std::string_view text, std::size_t width);

// Breaks `text` at blanks into lines of at most `width` columns. A word that is wider stands alone
// on its line, uncut, when it is a URL, else cut in the middle.
std::vector<std::string> wrapped(std::string_view text, std::size_t width);

}  // namespace leakwarden::scanner
