#pragma once

// The built-in rule image, linked into the program by scanner/rules/builtin_image.cmake.

#include <string_view>

namespace leakwarden::scanner {

// Starts at a page boundary; lives as long as the program.
std::string_view builtin_rule_image();

}  // namespace leakwarden::scanner
