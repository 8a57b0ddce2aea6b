#pragma once

// `leakwarden incidents list|show|acknowledge|assign|resolve|reopen|suppress`

#include <string>
#include <vector>

namespace leakwarden::service {

int incidents_command(const std::vector<std::string>& words);

}  // namespace leakwarden::service
