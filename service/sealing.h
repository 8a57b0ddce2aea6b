#pragma once

// Keyed names for values, and values sealed for the store.
//
//   installation key (32 random bytes; a file of 64 hex digits, or by reference)
//     ├─ HKDF-SHA256 "leakwarden identity 1"  → identity = HMAC-SHA256(key, value), 64 hex digits
//     ├─ HKDF-SHA256 "leakwarden sealing 1"   → AES-256-GCM, random 96-bit nonce, identity as AAD
//     └─ HKDF-SHA256 "leakwarden key id 1"    → key id, 16 hex digits: names the key, tells nothing
//
// Identity is keyed because a plain hash of a short password can be guessed. The identity is bound
// into each sealed value, so that two rows cannot be swapped. Format of a sealed value:
// 'L' 1 | key id (8 bytes) | nonce (12) | ciphertext | tag (16).
//
// Keys are held in locked, undumped memory and wiped. Sources: RFC 5869, NIST SP 800-38D.
//
// Thread rules: const members may be called from any thread.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"
#include "service/config.h"

namespace leakwarden::service {

class LockedKey;

class Sealing {
 public:
  // The key as the configuration says. Without `sealing_key` it is data_dir/keys/installation.key
  // (folder 0700, file 0600), made at first start: only while there is no store yet, for a new key
  // beside old data would make every old incident unrecognisable. Refused: readable by others, gone
  // while the store is there. Invalid: not 64 hex digits.
  static Result<Sealing> open(const Config& config);
  // From a key that is already here: exactly 64 hex digits.
  static Result<Sealing> from_key(const Secret& hex_key, ValuesMode mode);

  Sealing(Sealing&&) noexcept;
  Sealing& operator=(Sealing&&) noexcept;
  ~Sealing();

  const std::string& key_id() const { return key_id_; }
  ValuesMode mode() const { return mode_; }

  Result<std::string> identity_of(const Secret& value) const;
  // "" in `values: fingerprints` mode.
  Result<std::string> seal(const Secret& value, std::string_view identity) const;
  // Corrupt: another identity, a changed byte. Refused: sealed under another key.
  Result<Secret> unseal(std::string_view sealed, std::string_view identity) const;

 private:
  Sealing() = default;
  std::unique_ptr<LockedKey> identity_key_;
  std::unique_ptr<LockedKey> sealing_key_;
  std::string key_id_;
  ValuesMode mode_ = ValuesMode::Sealed;
};

}  // namespace leakwarden::service
