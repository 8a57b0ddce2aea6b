#include "scanner/rules/names.h"

namespace leakwarden::scanner {

const std::vector<std::string_view>& checksum_names() {
  static const std::vector<std::string_view> names = {
      "crc32-base36", "crc32-base62", "crc32-hex", "objectid-time", "pem", "ulid",
  };
  return names;
}

const std::vector<std::string_view>& decoder_names() {
  static const std::vector<std::string_view> names = {"aws-account", "objectid", "ulid"};
  return names;
}

}  // namespace leakwarden::scanner
