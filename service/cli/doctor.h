#pragma once

// `leakwarden-service doctor`: store, channels, keys, watched folders: reachable, misconfigured?

#include <string>
#include <vector>

namespace leakwarden::service {

int doctor_command(const std::vector<std::string>& words);

}  // namespace leakwarden::service
