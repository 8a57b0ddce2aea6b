#pragma once

// Does a value begin as the tokens of a well-known vendor do?
//
// A whole token is found by the vendor's own rule, which takes the bytes before the judge's word
// counts. What is left for the judge begins like one and is none: "xoxb-1234-abcdefgh", a token cut
// short or made up.

#include <string_view>

namespace leakwarden::scanner::judging {

bool has_vendor_start(std::string_view value);

}  // namespace leakwarden::scanner::judging
