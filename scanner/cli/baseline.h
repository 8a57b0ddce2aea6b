#pragma once

// `leakwarden baseline create|add|update|check`: what was looked at and accepted
// (suppress/baseline.h).

#include <string>
#include <vector>

namespace leakwarden::scanner {

// `arguments` without "leakwarden" and "baseline". Returns the exit code.
int baseline_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
