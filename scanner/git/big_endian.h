#pragma once

// Network-order integers, as git's binary files use. The caller has checked the bounds.

#include <cstdint>
#include <string_view>

namespace leakwarden::scanner {

inline std::uint32_t big_endian_32(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
  return value;
}

inline std::uint16_t big_endian_16(std::string_view bytes, std::size_t at) {
  return static_cast<std::uint16_t>(static_cast<std::uint8_t>(bytes[at]) << 8 |
                                    static_cast<std::uint8_t>(bytes[at + 1]));
}

inline std::uint64_t big_endian_64(std::string_view bytes, std::size_t at) {
  return std::uint64_t{big_endian_32(bytes, at)} << 32 | big_endian_32(bytes, at + 4);
}

}  // namespace leakwarden::scanner
