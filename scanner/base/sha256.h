#pragma once

// SHA-256 (FIPS 180-4), so that naming a value pulls no crypto library into a hook that must start
// in a few milliseconds. Keyed identities and sealing use OpenSSL, in the service only.

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace leakwarden {

using Sha256Digest = std::array<std::uint8_t, 32>;

class Sha256 {
 public:
  Sha256();
  void update(std::string_view bytes);
  Sha256Digest finish();  // call once

 private:
  void compress(const std::uint8_t* block);
  std::array<std::uint32_t, 8> state_;
  std::array<std::uint8_t, 64> buffer_;
  std::size_t buffered_ = 0;
  std::uint64_t total_bytes_ = 0;
};

Sha256Digest sha256(std::string_view bytes);
std::string to_hex(const std::uint8_t* bytes, std::size_t size);  // lower case
std::string sha256_hex(std::string_view bytes);

}  // namespace leakwarden
