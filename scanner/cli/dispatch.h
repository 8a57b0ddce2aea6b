#pragma once

// From words to a command.

#include <string>
#include <vector>

namespace leakwarden::scanner {

// `words`: the command line without the program's name. Returns the exit code.
int run_command(const std::vector<std::string>& words);

}  // namespace leakwarden::scanner
