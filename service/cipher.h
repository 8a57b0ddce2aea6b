#pragma once

// The three OpenSSL calls that sealing needs, and nothing else: HKDF-SHA256 (RFC 5869),
// HMAC-SHA256 (RFC 2104) and AES-256-GCM (NIST SP 800-38D).

#include <cstddef>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"
#include "service/locked_key.h"

namespace leakwarden::service {

inline constexpr std::size_t kNonceBytes = 12;
inline constexpr std::size_t kTagBytes = 16;

// Without salt: an installation key is uniformly random already.
Status derive_key(const LockedKey& key, std::string_view purpose, unsigned char* out,
                  std::size_t size);
// 32 bytes as 64 hex digits.
Result<std::string> hmac_sha256_hex(const LockedKey& key, std::string_view message);

// nonce | ciphertext | tag, under a nonce drawn here.
Result<std::string> encrypt_gcm(const LockedKey& key, std::string_view associated,
                                std::string_view plain);
// Corrupt when one bit of it, or of `associated`, differs.
Result<Secret> decrypt_gcm(const LockedKey& key, std::string_view associated,
                           std::string_view sealed);

}  // namespace leakwarden::service
