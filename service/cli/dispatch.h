#pragma once

// From words to one of the service's commands.

#include <string>
#include <vector>

namespace leakwarden::service {

// `words`: the command line without the program's name. Returns the exit code: 0 done, 2 wrong
// usage or configuration (and whatever could not be done), 3 an alert could not be delivered now.
int run_service_command(const std::vector<std::string>& words);

}  // namespace leakwarden::service
