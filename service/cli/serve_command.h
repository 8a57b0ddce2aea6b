#pragma once

// `leakwarden serve`

#include <string>
#include <vector>

namespace leakwarden::service {

int serve_command(const std::vector<std::string>& words);

}  // namespace leakwarden::service
