#include "scanner/match/bitlocker.h"

#include <cstddef>
#include <cstdint>

#include <fmt/core.h>

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kGroups = 8;
constexpr std::size_t kDigits = 6;
constexpr std::uint32_t kFactor = 11;

bool has_form(std::string_view key) {
  if (key.size() != kGroups * (kDigits + 1) - 1) return false;
  for (std::size_t at = 0; at < key.size(); ++at) {
    bool dash = at % (kDigits + 1) == kDigits;
    if (dash ? key[at] != '-' : key[at] < '0' || key[at] > '9') return false;
  }
  return true;
}

std::uint32_t group_of(std::string_view key, std::size_t group) {
  std::uint32_t number = 0;
  for (char digit : key.substr(group * (kDigits + 1), kDigits)) {
    number = number * 10 + static_cast<std::uint32_t>(digit - '0');
  }
  return number;
}

}  // namespace

bool bitlocker_key_valid(std::string_view key) {
  if (!has_form(key)) return false;
  for (std::size_t group = 0; group < kGroups; ++group) {
    std::uint32_t number = group_of(key, group);
    if (number % kFactor != 0 || number / kFactor > 0xffff) return false;
  }
  return true;
}

std::string bitlocker_key_completed(std::string_view key) {
  if (!has_form(key)) return std::string(key);
  std::string result(key);
  for (std::size_t group = 0; group < kGroups; ++group) {
    std::uint32_t number = (group_of(key, group) & 0xffff) * kFactor;
    result.replace(group * (kDigits + 1), kDigits, fmt::format("{:06}", number));
  }
  return result;
}

}  // namespace leakwarden::scanner
