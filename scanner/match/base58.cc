#include "scanner/match/base58.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "scanner/base/sha256.h"

namespace leakwarden::scanner {
namespace {

constexpr std::string_view kBitcoin = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
constexpr std::string_view kRipple = "rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz";
constexpr std::size_t kMaxCharacters = 256;
constexpr std::size_t kCheckBytes = 4;

std::string_view alphabet_of(Base58Digits digits) {
  return digits == Base58Digits::Bitcoin ? kBitcoin : kRipple;
}

// number = number × factor + addend; the number's digits in `base` stand lowest first.
void multiply_add(std::vector<std::uint8_t>& number, std::uint32_t base, std::uint32_t factor,
                  std::uint32_t addend) {
  for (std::uint8_t& digit : number) {
    addend += digit * factor;
    digit = static_cast<std::uint8_t>(addend % base);
    addend /= base;
  }
  for (; addend > 0; addend /= base) number.push_back(static_cast<std::uint8_t>(addend % base));
}

std::string check_bytes(std::string_view body) {
  Sha256Digest once = sha256(body);
  Sha256Digest twice = sha256({reinterpret_cast<const char*>(once.data()), once.size()});
  return {reinterpret_cast<const char*>(twice.data()), kCheckBytes};
}

}  // namespace

std::optional<std::string> base58_decode(std::string_view text, Base58Digits digits) {
  std::string_view alphabet = alphabet_of(digits);
  if (text.size() > kMaxCharacters) return std::nullopt;
  std::vector<std::uint8_t> number;
  for (char character : text) {
    std::size_t digit = alphabet.find(character);
    if (digit == std::string_view::npos) return std::nullopt;
    multiply_add(number, 256, 58, static_cast<std::uint32_t>(digit));
  }
  std::size_t zeros = std::min(text.find_first_not_of(alphabet[0]), text.size());
  return std::string(zeros, '\0') + std::string(number.rbegin(), number.rend());
}

std::string base58_encode(std::string_view bytes, Base58Digits digits) {
  std::string_view alphabet = alphabet_of(digits);
  std::vector<std::uint8_t> number;
  for (char byte : bytes) multiply_add(number, 58, 256, static_cast<std::uint8_t>(byte));
  std::size_t zeros = std::min(bytes.find_first_not_of('\0'), bytes.size());
  std::string text(zeros, alphabet[0]);
  for (std::size_t place = number.size(); place > 0; --place) text += alphabet[number[place - 1]];
  return text;
}

bool base58_check_valid(std::string_view text, Base58Digits digits) {
  std::optional<std::string> bytes = base58_decode(text, digits);
  if (!bytes || bytes->size() <= kCheckBytes) return false;
  std::string_view body = std::string_view(*bytes).substr(0, bytes->size() - kCheckBytes);
  return bytes->substr(body.size()) == check_bytes(body);
}

std::string base58_check_completed(std::string_view text, Base58Digits digits) {
  std::optional<std::string> bytes = base58_decode(text, digits);
  if (!bytes || bytes->size() <= kCheckBytes) return std::string(text);
  std::string body = bytes->substr(0, bytes->size() - kCheckBytes);
  return base58_encode(body + check_bytes(body), digits);
}

}  // namespace leakwarden::scanner
