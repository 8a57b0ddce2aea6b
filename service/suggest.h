#pragma once

// A mistyped word gets a suggestion.

#include <string>
#include <string_view>
#include <vector>

namespace leakwarden::service {

// The known word nearest to `word` when it is near enough to be meant (at most a third of its
// letters changed, swapped, left out or added); else "".
std::string nearest_word(std::string_view word, const std::vector<std::string>& known);

// "a, b or c"
std::string listed(const std::vector<std::string>& words);

}  // namespace leakwarden::service
