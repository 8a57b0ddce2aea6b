#pragma once

// `leakwarden hook install|uninstall|status|run`

#include <string>
#include <vector>

namespace leakwarden::scanner {

int hook_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
