#pragma once

// `leakwarden scan [TARGET…]`

#include <string>
#include <vector>

namespace leakwarden::scanner {

// `arguments` without "leakwarden" and "scan". Returns the exit code.
int scan_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
