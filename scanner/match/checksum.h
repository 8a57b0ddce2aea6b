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
  Crc32Base62,           // "crc32-base62": GitHub, npm, Vercel, Polar
  Crc32Base62Whole,      // "crc32-base62-whole": Matrix
  Crc32Base36,           // "crc32-base36": GitLab, routable
  Crc32Hex,              // "crc32-hex": Cloudflare, Zuplo
  Crc32HexWhole,         // "crc32-hex-whole": Atlassian, Bitbucket
  Crc32HexWholeLower,    // "crc32-hex-whole-lower": Yandex SmartCaptcha
  Crc32HexLittleEndian,  // "crc32-hex-little-endian": Grafana
  Crc32Base64,           // "crc32-base64": Confluent
  Crc32CompactBase62,    // "crc32-compact-base62": Xata
  Crc32AzureDevOps,      // "crc32-azure-devops": Azure DevOps before 2024
  Crc32cBase58,          // "crc32c-base58": Unkey
  StrKey,                // "crc16-base32": Stellar, NATS
  Base58Check,           // "base58check": Bitcoin
  Base58CheckRipple,     // "base58check-ripple": XRP Ledger
  Bech32,                // "bech32": age, Nostr
  Marvin32,              // "marvin32": Azure
  Marvin32Annotated,     // "marvin32-annotated": Azure, the JQQJ9 form
  Marvin32Entra,         // "marvin32-entra": client secrets with 8Q~
  BitLocker,             // "bitlocker"
  Luhn,                  // "luhn"
  Bip39,                 // "bip39": mnemonic phrases of wallets
  ObjectIdTime,          // "objectid-time": Postman API key
  Ulid,                  // "ulid": Postman collection access key
  JwtStructure,          // "jwt-structure"
  JweStructure,          // "jwe-structure"
  Base64Json,            // "base64-json": 1Password, Grafana Cloud, Sentry
  Base64Pair,            // "base64-pair": HTTP Basic, docker, npm, Elastic
  Base64Uuid,            // "base64-uuid": Clockify
  Base64Numbered,        // "base64-numbered": Atlassian Data Center
  Base64Blocks,          // "base64-blocks": cpassword
  Base64MessagePack,     // "base64-msgpack": Fly.io
  Base32MessagePack,     // "base32-msgpack": Datadog Remote Configuration
  Base32Text,            // "base32-text": Tolgee
  HexLetters,            // "hex-letters": Shopee
  X25519,                // "x25519": WireGuard
  Macaroon,              // "macaroon": PyPI and others
  FernetToken,           // "fernet-token"
  JenkinsSecret,         // "jenkins-secret"
  ElasticServiceToken,   // "elastic-service-token"
  Bcrypt,                // "bcrypt"
  PresignedUrl,          // "presigned-url": EKS, Bedrock
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

// A value that was refused because it says it was made later than a day after `now` may pass once
// that day has come. The first moment, in Unix seconds, at which a value that this process refused
// so would pass; INT64_MAX when it refused none. For whoever remembers verdicts (ledger/ledger.h).
// Any thread.
std::int64_t first_refusal_to_end();

// The same value with its checksum characters (or the part that carries the structure) put right,
// so that a sample drawn from a pattern becomes one that checksum_valid() accepts for every `now`
// after 2025. The result depends on the argument only; for "pem" and "base64-json" it may differ in
// more than a few characters, and for "pem" and "jwt-structure" in length. A value too short to
// hold the checksum comes back unchanged.
std::string checksum_complete(ChecksumKind kind, std::string_view value);

}  // namespace leakwarden::scanner
