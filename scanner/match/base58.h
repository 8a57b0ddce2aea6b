#pragma once

// Base58 and Base58Check, as Bitcoin and the XRP Ledger write their keys.
//
// The bytes are one big number in base 58; a leading zero byte is one leading first digit. In
// Base58Check the last four bytes are the first four of SHA-256(SHA-256(all bytes before them)).
// Only the order of the digits differs between the two. Sources: Bitcoin wiki, xrpl.org.
//
// Decoding takes time that grows with the square of the length, so texts beyond 256 characters are
// not decoded.

#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

enum class Base58Digits { Bitcoin, Ripple };

std::optional<std::string> base58_decode(std::string_view text, Base58Digits digits);
std::string base58_encode(std::string_view bytes, Base58Digits digits);

bool base58_check_valid(std::string_view text, Base58Digits digits);
// `text` with its last four bytes put right; unchanged when it does not decode to more than four.
std::string base58_check_completed(std::string_view text, Base58Digits digits);

}  // namespace leakwarden::scanner
