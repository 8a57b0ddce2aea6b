#include "scanner/rules/names.h"

namespace leakwarden::scanner {

const std::vector<std::string_view>& checksum_names() {
  static const std::vector<std::string_view> names = {
      "base64-json",
      "bech32",
      "crc32-base36",
      "crc32-base62",
      "crc32-hex",
      "crc32-hex-little-endian",
      "crc32-hex-whole",
      "discord",
      "jwt-structure",
      "luhn",
      "marvin32",
      "objectid-time",
      "pem",
      "ulid",
  };
  return names;
}

const std::vector<std::string_view>& decoder_names() {
  static const std::vector<std::string_view> names = {"aws-account", "jwt", "objectid", "ulid"};
  return names;
}

}  // namespace leakwarden::scanner
