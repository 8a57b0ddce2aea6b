#pragma once

// `leakwarden alerts list|retry|drop`: deliveries, one a channel and alert.

#include <string>
#include <vector>

namespace leakwarden::service {

int alerts_command(const std::vector<std::string>& words);

}  // namespace leakwarden::service
