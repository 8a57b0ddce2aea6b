#pragma once

// The Luhn formula (ISO/IEC 7812-1): from the right, every second digit is doubled, and the digits
// of all products sum up to a multiple of ten. Other characters are skipped.

#include <string>
#include <string_view>

namespace leakwarden::scanner {

bool luhn_valid(std::string_view value);  // false without a digit
// With the last digit put right.
std::string luhn_completed(std::string_view value);

}  // namespace leakwarden::scanner
