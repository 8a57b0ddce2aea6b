#pragma once

// Keys that end in the CRC-32 of their other characters.
//
// Issuers differ in three things: what is summed, how the number is written, and where it stands.
//
//   name                      example              summed      written
//   crc32-base62              ghp_ <body> <6>      the body    base 62, 0-9A-Za-z
//   crc32-base62-whole        syt_<…>_<…>_ <6>     all before  base 62
//   crc32-base36              glpat-<payload> <7>  all before  base 36, 0-9a-z
//   crc32-hex                 cfut_ <body> <8>     the body    hex
//   crc32-hex-whole           ATATT3…= <8>         all before  hex, upper case
//   crc32-hex-whole-lower     ysc2_… <8>           all before  hex, lower case
//   crc32-hex-little-endian   glsa_<body>_ <8>     all before  hex of the bytes, low byte first
//   crc32-base64              cflt <body> <6>      the body    base64 of the bytes, low byte first
//   crc32c-base58             unkey_…unkeyv1… <6>  all before  CRC-32C in base 58
//
// "The body" is what stands after the last underscore before the tail (for crc32-base64: after the
// four letters). An underscore directly before the tail belongs to neither. Numbers are padded on
// the left with the first digit. Sources: "Behind GitHub's new authentication token formats"
// (GitHub blog, 2021), GitLab's routable token design, Cloudflare's token formats page, Grafana's
// satokengen package, Matrix's Synapse, Polar's and Unkey's source code.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/match/checksum.h"

namespace leakwarden::scanner {

// CRC-32 as in zlib, PNG and Ethernet (polynomial 0x04C11DB7 reflected).
std::uint32_t crc32(std::string_view bytes);
// CRC-32C as in iSCSI (Castagnoli's polynomial 0x1EDC6F41 reflected).
std::uint32_t crc32c(std::string_view bytes);

struct ChecksumTail {
  std::size_t begin = 0;  // offset of the tail, which reaches to the end
  std::string expected;   // what must stand there
};

// nullopt: `kind` is none of the nine, or the value is too short to have a tail.
std::optional<ChecksumTail> crc32_tail(ChecksumKind kind, std::string_view value);

}  // namespace leakwarden::scanner
