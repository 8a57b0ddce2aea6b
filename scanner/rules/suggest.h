#pragma once

// "Did you mean …": the nearest of a few known words, for mistyped keys and names.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::scanner {

// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
// (the optimal-string-alignment distance). Words longer than 64 bytes count as far apart.
std::size_t edit_distance(std::string_view left, std::string_view right);

// The known word within distance 2 (1 for words of up to 4 bytes); empty when none is, the first
// in order when several are.
std::string_view nearest_word(std::string_view word, const std::vector<std::string_view>& known);

// A remedy: "write 'pattern'" when one is near, else "use one of: a, b, c".
std::string suggestion(std::string_view word, const std::vector<std::string_view>& known);

}  // namespace leakwarden::scanner
