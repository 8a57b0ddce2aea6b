#pragma once

// Values whose encoded form decodes to something that random characters do not.
//
// Each test is a reading of the issuer's own layout (rules/README.md says which rule uses which).
// Where a value begins with fixed letters, its encoded part is looked for behind the last of them:
// "essu_", "BBDC-", "k8s-aws-v1.", "pypi-".

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// "user:password" in printable characters: HTTP Basic, docker's auth, npm's _auth, Elastic's keys.
bool is_base64_pair(std::string_view value);
bool is_base64_uuid(std::string_view value);
// Decimal digits, ":" and at least 16 bytes: Atlassian Data Center.
bool is_base64_numbered(std::string_view value);
// A multiple of 16 bytes, and at least one: Group Policy's cpassword and other AES texts.
bool is_base64_blocks(std::string_view value);
// 32 bytes clamped for X25519 (RFC 7748): WireGuard.
bool is_x25519_key(std::string_view value);
// Base32 of a MessagePack map whose first key is text: Datadog Remote Configuration.
bool is_base32_msgpack(std::string_view value);
// Base64 of a MessagePack array: Fly.io.
bool is_base64_msgpack(std::string_view value);
// Base32 of printable characters: Tolgee.
bool is_base32_text(std::string_view value);
// The hex digits at its end are letters: Shopee.
bool is_hex_letters(std::string_view value);
// Version 1, two lengths, and exactly so much behind them: Jenkins' credentials.xml.
bool is_jenkins_secret(std::string_view value);
// Bytes 0 1 0 1, then "namespace/service/name:": Elastic.
bool is_elastic_service_token(std::string_view value);
// "$2b$", a cost of 4 to 31, and a salt whose last character holds two bits.
bool is_bcrypt(std::string_view value);

// Fernet: version 0x80, seconds, whole blocks behind them. The time it was made, in Unix seconds.
std::optional<std::int64_t> fernet_seconds(std::string_view value);
// Macaroons of libmacaroons' binary form 2 and its packets of form 1: the location.
std::optional<std::string> macaroon_location(std::string_view value);
// The URL of a request that is signed beforehand (AWS, Google, Azure), plain or in base64.
std::optional<std::string> presigned_url(std::string_view value);

}  // namespace leakwarden::scanner
