#pragma once

// `leakwarden notify test|preview CHANNEL`: is a channel set up right, and how does an alert look?

#include <string>
#include <vector>

namespace leakwarden::service {

int notify_command(const std::vector<std::string>& words);

}  // namespace leakwarden::service
