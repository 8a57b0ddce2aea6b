#pragma once

// Bech32 (BIP-173), the text form of age's secret keys: a human-readable part, the last "1", and
// data whose last six characters are a BCH checksum over both. Upper or lower case, not mixed; age
// knows no limit of 90 characters.

#include <string>
#include <string_view>

namespace leakwarden::scanner {

bool bech32_valid(std::string_view text);
// `text` with its last six characters put right; unchanged when it is not of the form.
std::string bech32_completed(std::string_view text);

}  // namespace leakwarden::scanner
