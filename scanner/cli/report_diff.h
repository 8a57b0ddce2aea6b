#pragma once

// `leakwarden report diff OLD NEW`.

#include <string>
#include <vector>

namespace leakwarden::scanner {

// `arguments` without "leakwarden" and "report". Exit code: 1 when something is new.
int report_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
