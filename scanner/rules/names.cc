#include "scanner/rules/names.h"

namespace leakwarden::scanner {

const std::vector<std::string_view>& checksum_names() {
  static const std::vector<std::string_view> names = {
      "base32-msgpack",
      "base32-text",
      "base58check",
      "base58check-ripple",
      "base64-blocks",
      "base64-json",
      "base64-msgpack",
      "base64-numbered",
      "base64-pair",
      "base64-uuid",
      "bcrypt",
      "bech32",
      "bip39",
      "bitlocker",
      "crc16-base32",
      "crc32-azure-devops",
      "crc32-base36",
      "crc32-base62",
      "crc32-base62-whole",
      "crc32-base64",
      "crc32-compact-base62",
      "crc32-hex",
      "crc32-hex-little-endian",
      "crc32-hex-whole",
      "crc32-hex-whole-lower",
      "crc32c-base58",
      "discord",
      "elastic-service-token",
      "fernet-token",
      "hex-letters",
      "jenkins-secret",
      "jwe-structure",
      "jwt-structure",
      "luhn",
      "macaroon",
      "marvin32",
      "marvin32-annotated",
      "marvin32-entra",
      "objectid-time",
      "pem",
      "presigned-url",
      "ulid",
      "x25519",
  };
  return names;
}

const std::vector<std::string_view>& decoder_names() {
  static const std::vector<std::string_view> names = {
      "aws-account",  "azure-annotated", "base64-json", "bedrock",  "discord", "fernet",
      "gitlab-route", "jfrog-reference", "jwt",         "macaroon", "matrix",  "objectid",
      "pem",          "presigned",       "putty",       "ulid",
  };
  return names;
}

}  // namespace leakwarden::scanner
