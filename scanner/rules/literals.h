#pragma once

// The few literal texts a piece of a pattern can match, where they are few.

#include <optional>
#include <string>
#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

constexpr std::size_t kMaxLiterals = 64;
constexpr std::size_t kMaxLiteralBytes = 64;

// Every text `node` matches; letters of either case count once, in lower case. Nothing when there
// are more than kMaxLiterals of them or one is longer than kMaxLiteralBytes.
std::optional<std::vector<std::string>> literals_of(const PatternNode& node);

// Each of `texts` followed by each of `more`; false, and `texts` unchanged, beyond the bounds or
// when there is no `more`.
bool append_literals(std::vector<std::string>* texts,
                     const std::optional<std::vector<std::string>>& more);

}  // namespace leakwarden::scanner
