#pragma once

// `leakwarden doctor`: is this installation whole? With the service installed, its half too.

#include <string>
#include <vector>

namespace leakwarden::scanner {

int doctor_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
