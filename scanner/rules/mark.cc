#include "scanner/rules/mark.h"

#include <algorithm>
#include <cstddef>

namespace leakwarden::scanner {
namespace {

bool is_of_mark(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '-';
}

}  // namespace

std::string_view mark_of(std::string_view pattern) {
  constexpr std::string_view kGroup = "(?P<secret>";
  constexpr std::string_view kRepeats = "?*+{";
  const std::size_t group = pattern.find(kGroup);
  if (group == std::string_view::npos) return {};
  const std::string_view secret = pattern.substr(group + kGroup.size());
  const auto end = std::find_if_not(secret.begin(), secret.end(), is_of_mark);
  const std::size_t size = static_cast<std::size_t>(end - secret.begin());
  const bool is_repeated =
      end != secret.end() && size > 0 && kRepeats.find(*end) != std::string_view::npos;
  return secret.substr(0, is_repeated ? size - 1 : size);
}

}  // namespace leakwarden::scanner
