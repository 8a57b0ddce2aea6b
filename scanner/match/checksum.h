#pragma once

// Can a value be what its shape says? Checksums that issuers put into their keys, and structure
// that can be read offline. Both are looked up by the names rule files use (rules/README.md); the
// set is closed, and scanner/rules/names.h holds the same one for messages.
//
//   checksum_valid(ChecksumKind::Crc32Base62, "ghp_…", now)   // false: a typo or an invention
//
// All functions are total: any bytes, any length, no allocation beyond a few times the value's
// size, time linear in it. They read nothing but their arguments. May be called from any thread.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

enum class ChecksumKind {
  None,
  Crc32Base62,           // "crc32-base62": GitHub, npm
  Crc32Base36,           // "crc32-base36": GitLab, routable
  Crc32Hex,              // "crc32-hex": Cloudflare
  Crc32HexWhole,         // "crc32-hex-whole": Atlassian
  Crc32HexLittleEndian,  // "crc32-hex-little-endian": Grafana
  Marvin32,              // "marvin32": Azure
  Bech32,                // "bech32": age
  Luhn,                  // "luhn"
  ObjectIdTime,          // "objectid-time": Postman API key
  Ulid,                  // "ulid": Postman collection access key
  JwtStructure,          // "jwt-structure"
  Base64Json,            // "base64-json": 1Password, Grafana Cloud, Sentry
  DiscordId,             // "discord": a numeric id before the first dot
  PrivateKey,            // "pem": an armoured private key that decodes
};

// Checksum: characters computed from the others. Structure: a reading that makes no sense for a
// real value (a creation time in the future, an armour that holds no key). The matcher names its
// drops accordingly.
enum class ChecksumNature { Checksum, Structure };

// nullopt for a name that is not in the table above; "" and "none" are None.
std::optional<ChecksumKind> checksum_kind(std::string_view name);
std::string_view checksum_name(ChecksumKind kind);
ChecksumNature checksum_nature(ChecksumKind kind);

// `value` is the rule's `secret` group. `now` bounds times in the future; one day is forgiven.
bool checksum_valid(ChecksumKind kind, std::string_view value, std::int64_t now_unix_seconds);

// The same value with its checksum characters (or the part that carries the structure) put right,
// so that a sample drawn from a pattern becomes one that checksum_valid() accepts for every `now`
// after 2025. The result depends on the argument only; for "pem" and "base64-json" it may differ in
// more than a few characters, and for "pem" and "jwt-structure" in length. A value too short to
// hold the checksum comes back unchanged.
std::string checksum_complete(ChecksumKind kind, std::string_view value);

}  // namespace leakwarden::scanner
