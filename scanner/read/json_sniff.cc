#include "scanner/read/json_sniff.h"

#include <string.h>

#include <algorithm>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kEarlyBytes = 4096;
constexpr std::size_t kLateBytes = 1024;
constexpr std::size_t kMostSpaces = 256;

}  // namespace

bool is_json_object(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  const std::size_t first = bytes.substr(0, kMostSpaces).find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && bytes[first] == '{';
}

bool has_anywhere(std::string_view bytes, std::string_view name) {
  return ::memmem(bytes.data(), bytes.size(), name.data(), name.size()) != nullptr;
}

bool has_early_or_late(std::string_view bytes, std::initializer_list<std::string_view> names) {
  const std::string_view early = bytes.substr(0, kEarlyBytes);
  const std::string_view late =
      bytes.substr(std::max(early.size(), bytes.size() - std::min(bytes.size(), kLateBytes)));
  return std::any_of(names.begin(), names.end(), [early, late](std::string_view name) {
    return has_anywhere(early, name) || has_anywhere(late, name);
  });
}

}  // namespace leakwarden::scanner
