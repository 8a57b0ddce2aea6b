#pragma once

// Keywords of peers: a file is only looked at when it holds one of them, in any case.

#include <string>
#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

// Does every match of the pattern hold one of these (lower case) keywords? Then they add nothing.
// May say no where it is yes.
bool every_match_holds_one(const PatternNode& pattern, const std::vector<std::string>& keywords);

// Does every match of the pattern hold a fixed run of at least `bytes` bytes?
bool every_match_holds_letters(const PatternNode& pattern, std::size_t bytes);

// Words that name a kind of value, not a provider: "token", "api".
bool names_no_provider(const std::string& keyword);

}  // namespace leakwarden::scanner
