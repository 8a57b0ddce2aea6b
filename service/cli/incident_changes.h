#pragma once

// The commands that change an incident. Each takes one or more names, records who did it, and tells
// the channels of the configuration.

#include <string>
#include <vector>

namespace leakwarden::service {

int acknowledge_command(const std::vector<std::string>& words);
int assign_command(const std::vector<std::string>& words);
int resolve_command(const std::vector<std::string>& words);
int reopen_command(const std::vector<std::string>& words);
int suppress_command(const std::vector<std::string>& words);

}  // namespace leakwarden::service
