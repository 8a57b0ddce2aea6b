#pragma once

// `leakwarden --version [--json]`

#include <string>
#include <vector>

namespace leakwarden::scanner {

inline constexpr const char* kVersion = "0.1.0";

int version_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
