#pragma once

// `leakwarden explain FINGERPRINT [TARGET…]`: why a finding was kept, where it stands, what to do;
// with --dropped, why candidates were not.

#include <string>
#include <vector>

namespace leakwarden::scanner {

int explain_command(const std::vector<std::string>& arguments);

}  // namespace leakwarden::scanner
