#pragma once

// `leakwarden store check|migrate`

#include <string>
#include <vector>

namespace leakwarden::service {

int store_command(const std::vector<std::string>& words);

}  // namespace leakwarden::service
