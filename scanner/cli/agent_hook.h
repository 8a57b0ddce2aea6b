#pragma once

// `leakwarden hook run agent` and `leakwarden hook install|uninstall|status --agent NAME`.

#include <string>
#include <vector>

namespace leakwarden::scanner {

// Whether these words, after "hook", are for us.
bool is_agent_hook(const std::vector<std::string>& arguments);
int agent_hook_command(const std::vector<std::string>& arguments);

// One line for each agent of a work tree that has our entries, or settings that cannot be read.
std::string agent_status_text(const std::string& work_tree);

}  // namespace leakwarden::scanner
