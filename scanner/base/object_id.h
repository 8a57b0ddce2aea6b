#pragma once

// A git object id: 20 bytes (SHA-1) or 32 bytes (SHA-256). A plain value.

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace leakwarden {

class ObjectId {
 public:
  ObjectId() = default;  // the null id of SHA-1 repositories: 20 zero bytes
  // `bytes` must be 20 or 32 long, else the result is empty.
  static std::optional<ObjectId> from_bytes(std::string_view bytes);
  // Exactly 40 or 64 hex digits of either case.
  static std::optional<ObjectId> from_hex(std::string_view hex);

  std::string hex() const;
  std::string_view bytes() const;
  bool is_null() const;  // all zero: "no object" in ref updates

  friend bool operator==(const ObjectId&, const ObjectId&) = default;
  friend std::strong_ordering operator<=>(const ObjectId&, const ObjectId&) = default;

 private:
  std::array<std::uint8_t, 32> bytes_{};
  std::uint8_t size_ = 20;
};

}  // namespace leakwarden

template <>
struct std::hash<leakwarden::ObjectId> {
  std::size_t operator()(const leakwarden::ObjectId& id) const noexcept;
};
