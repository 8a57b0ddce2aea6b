#pragma once

// OpenPGP secret keys (RFC 9580): the first packet of an armoured block, and the armour's check.

#include <cstdint>
#include <optional>
#include <string_view>

namespace leakwarden::scanner {

// CRC-24 (RFC 9580 section 6.1), written behind "=" at the end of older armours.
std::uint32_t crc24(std::string_view bytes);

struct OpenPgpKey {
  std::int64_t created = 0;  // Unix seconds
  std::string_view algorithm;
  std::optional<bool> encrypted;  // nullopt: the packet is cut off, or of an unusual algorithm
};

// Does a packet of the type "secret key" begin here?
bool is_secret_key_packet(std::string_view bytes);
// Do the bytes end where a packet ends? Then nothing was cut off.
bool is_whole_packets(std::string_view bytes);
// nullopt for other packets and for versions other than 4.
std::optional<OpenPgpKey> openpgp_key(std::string_view bytes);

}  // namespace leakwarden::scanner
