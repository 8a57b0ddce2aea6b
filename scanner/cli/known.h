#pragma once

// `leakwarden known - [TARGET…]`: has this value ever leaked here?

#include <string>
#include <vector>

namespace leakwarden::scanner {

// `arguments` without "leakwarden" and "known". Returns the exit code, as scan's.
int known_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
