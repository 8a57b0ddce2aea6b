#pragma once

// BitLocker's recovery keys: eight groups of six digits, each a 16-bit number times eleven.
// Source: Microsoft's description of the recovery password.

#include <string>
#include <string_view>

namespace leakwarden::scanner {

bool bitlocker_key_valid(std::string_view key);
std::string bitlocker_key_completed(std::string_view key);

}  // namespace leakwarden::scanner
