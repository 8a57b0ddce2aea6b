#include "scanner/base/object_id.h"

#include <algorithm>
#include <cstring>

#include "scanner/base/sha256.h"

namespace leakwarden {
namespace {

constexpr std::size_t kSha1Bytes = 20;
constexpr std::size_t kSha256Bytes = 32;

constexpr std::array<std::int8_t, 256> make_hex_values() {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (int digit = 0; digit < 16; ++digit) {
    values[static_cast<unsigned char>("0123456789abcdef"[digit])] = static_cast<std::int8_t>(digit);
    values[static_cast<unsigned char>("0123456789ABCDEF"[digit])] = static_cast<std::int8_t>(digit);
  }
  return values;
}

// A history has a hundred thousand ids in hex.
constexpr std::array<std::int8_t, 256> kHexValues = make_hex_values();

int hex_value(char c) {
  return kHexValues[static_cast<unsigned char>(c)];
}

}  // namespace

std::optional<ObjectId> ObjectId::from_bytes(std::string_view bytes) {
  if (bytes.size() != kSha1Bytes && bytes.size() != kSha256Bytes) return std::nullopt;
  ObjectId id;
  if (bytes.size() == kSha1Bytes)  // a size the compiler knows is no call
    std::memcpy(id.bytes_.data(), bytes.data(), kSha1Bytes);
  else
    std::memcpy(id.bytes_.data(), bytes.data(), kSha256Bytes);
  id.size_ = static_cast<std::uint8_t>(bytes.size());
  return id;
}

std::optional<ObjectId> ObjectId::from_hex(std::string_view hex) {
  if (hex.size() != 2 * kSha1Bytes && hex.size() != 2 * kSha256Bytes) return std::nullopt;
  ObjectId id;
  id.size_ = static_cast<std::uint8_t>(hex.size() / 2);
  for (std::size_t i = 0; i < id.size_; ++i) {
    const int high = hex_value(hex[2 * i]);
    const int low = hex_value(hex[2 * i + 1]);
    if ((high | low) < 0) return std::nullopt;
    id.bytes_[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return id;
}

std::string ObjectId::hex() const {
  return to_hex(bytes_.data(), size_);
}

std::string_view ObjectId::bytes() const {
  return {reinterpret_cast<const char*>(bytes_.data()), size_};
}

bool ObjectId::is_null() const {
  return std::all_of(bytes_.begin(), bytes_.begin() + size_, [](std::uint8_t b) { return b == 0; });
}

}  // namespace leakwarden

std::size_t std::hash<leakwarden::ObjectId>::operator()(
    const leakwarden::ObjectId& id) const noexcept {
  // Ids are hashes already; hostile ids are spread by the second word.
  std::uint64_t words[2];
  std::memcpy(words, id.bytes().data(), sizeof words);
  return words[0] ^ (words[1] * 0x9e3779b97f4a7c15ull);
}
