#pragma once

// Base32 (RFC 4648) without padding, and the two keys in it that prove themselves.
//
//   StrKey (Stellar's seeds, NATS's nkeys, which begin with "S"): the last two bytes are the
//   CRC-16/XMODEM of the bytes before them, low byte first. Sources: Stellar's SEP-23,
//   github.com/nats-io/nkeys.
//
//   Azure DevOps, tokens made before 2024: 52 characters are 32 bytes. Four of them, at 2, 7, 8
//   and 22 (the highest first), are the CRC-32 of the other 28, combined by exclusive or with one
//   number for people and one for applications. Source: microsoft/security-utilities.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// Either case. Bits that fill no byte are dropped. nullopt for another character.
std::optional<std::string> base32_decode(std::string_view text);
enum class Base32Case { Upper, Lower };
std::string base32_encode(std::string_view bytes, Base32Case letters);

std::uint16_t crc16_xmodem(std::string_view bytes);
bool strkey_valid(std::string_view text);
std::string strkey_completed(std::string_view text);

bool azure_devops_token_valid(std::string_view text);
std::string azure_devops_token_completed(std::string_view text);

}  // namespace leakwarden::scanner
