#pragma once

// A mistyped word gets a suggestion.

#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::service {

// As scanner/rules/suggest.h: the known word that is near enough to be meant; else "".
std::string nearest_word(std::string_view word, const std::vector<std::string>& known);

// "a, b or c"
std::string listed(const std::vector<std::string>& words);

}  // namespace leakwarden::service
