#pragma once

// Commands that the service's program answers: found, and become.

#include <optional>
#include <string>
#include <vector>

namespace leakwarden::scanner {

// $LEAKWARDEN_SERVICE, beside this program, or ../libexec/leakwarden/leakwarden-service.
std::optional<std::string> find_service();
// The absolute path of this program.
std::string own_program();

// Replaces this process by `leakwarden-service WORDS…`; returns only when that is not possible.
int service_command(const std::vector<std::string>& words);

}  // namespace leakwarden::scanner
