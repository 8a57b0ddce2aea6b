#include "scanner/match/bech32.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::size_t kChecksumCharacters = 6;

char lowered(char character) {
  return character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character;
}

bool mixes_cases(std::string_view text) {
  bool upper = false;
  bool lower = false;
  for (char character : text) {
    upper |= character >= 'A' && character <= 'Z';
    lower |= character >= 'a' && character <= 'z';
  }
  return upper && lower;
}

std::uint32_t polymod(const std::vector<std::uint8_t>& values) {
  constexpr std::uint32_t kGenerator[] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                          0x2a1462b3};
  std::uint32_t checksum = 1;
  for (std::uint8_t value : values) {
    std::uint32_t top = checksum >> 25;
    checksum = (checksum & 0x1ffffff) << 5 ^ value;
    for (int bit = 0; bit < 5; ++bit) checksum ^= (top >> bit & 1) ? kGenerator[bit] : 0;
  }
  return checksum;
}

// The human-readable part expanded, then the data as 5-bit values. nullopt: not of the form.
std::optional<std::vector<std::uint8_t>> values_of(std::string_view text) {
  std::size_t separator = text.rfind('1');
  if (separator == std::string_view::npos || separator == 0 || mixes_cases(text) ||
      text.size() - separator - 1 < kChecksumCharacters) {
    return std::nullopt;
  }
  std::vector<std::uint8_t> values;
  for (char character : text.substr(0, separator)) {
    values.push_back(static_cast<std::uint8_t>(lowered(character)) >> 5);
  }
  values.push_back(0);
  for (char character : text.substr(0, separator)) {
    values.push_back(static_cast<std::uint8_t>(lowered(character)) & 31);
  }
  for (char character : text.substr(separator + 1)) {
    std::size_t digit = kAlphabet.find(lowered(character));
    if (digit == std::string_view::npos) return std::nullopt;
    values.push_back(static_cast<std::uint8_t>(digit));
  }
  return values;
}

}  // namespace

bool bech32_valid(std::string_view text) {
  std::optional<std::vector<std::uint8_t>> values = values_of(text);
  return values && polymod(*values) == 1;
}

std::string bech32_completed(std::string_view text) {
  std::optional<std::vector<std::uint8_t>> values = values_of(text);
  std::string result(text);
  if (!values) return result;
  for (std::size_t index = values->size() - kChecksumCharacters; index < values->size(); ++index) {
    (*values)[index] = 0;
  }
  std::uint32_t checksum = polymod(*values) ^ 1;
  bool upper = text.find_first_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") != std::string_view::npos;
  for (std::size_t index = 0; index < kChecksumCharacters; ++index) {
    char character = kAlphabet[checksum >> (5 * (kChecksumCharacters - 1 - index)) & 31];
    if (upper && character >= 'a') character = static_cast<char>(character - 32);
    result[result.size() - kChecksumCharacters + index] = character;
  }
  return result;
}

}  // namespace leakwarden::scanner
