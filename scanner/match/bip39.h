#pragma once

// Mnemonic phrases of wallets (BIP-39): 12, 15, 18, 21 or 24 words of a list stand for 11 bits
// each. The last bits, one of every 33, are a checksum: the first ones of the SHA-256 of all
// others.
//
//   12 words = 132 bits = 128 of entropy + 4 of its SHA-256
//
// Only the English list is known. One blank between two words, small letters.

#include <string>
#include <string_view>

namespace leakwarden::scanner {

bool bip39_valid(std::string_view phrase);
// A phrase of as many words whose checksum fits, drawn from what was given; unchanged when it has
// another number of words.
std::string bip39_completed(std::string_view phrase);

}  // namespace leakwarden::scanner
