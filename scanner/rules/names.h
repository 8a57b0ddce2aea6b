#pragma once

// The closed sets of names a rule may use. scanner/match implements each checksum and decoder and
// has a test that the sets agree; they stand here so that a mistyped name is refused at its line.

#include <string_view>
#include <vector>

namespace leakwarden::scanner {

const std::vector<std::string_view>& checksum_names();  // without "none"
const std::vector<std::string_view>& decoder_names();

}  // namespace leakwarden::scanner
