#include "service/sealing.h"

#include <array>
#include <cstdint>

#include "scanner/base/sha256.h"
#include "service/cipher.h"
#include "service/installation_key.h"
#include "service/locked_key.h"

namespace leakwarden::service {
namespace {

constexpr std::size_t kKeyBytes = LockedKey::kBytes;
constexpr std::size_t kKeyIdBytes = 8;
constexpr std::string_view kMagic("L\x01", 2);
constexpr std::size_t kHeaderBytes = 2 + kKeyIdBytes;

int hex_digit(char character) {
  if (character >= '0' && character <= '9') return character - '0';
  if (character >= 'a' && character <= 'f') return character - 'a' + 10;
  if (character >= 'A' && character <= 'F') return character - 'A' + 10;
  return -1;
}

Result<std::unique_ptr<LockedKey>> key_from_hex(const Secret& hex) {
  Error wrong = Error::invalid("read sealing key", "", "it must be 64 hex digits (32 random bytes)")
                    .with_remedy("openssl rand -hex 32");
  std::string_view digits = hex.reveal(RevealFor::Sealing);
  if (digits.size() != 2 * kKeyBytes) return wrong;
  std::unique_ptr<LockedKey> key = std::make_unique<LockedKey>();
  if (!key->valid()) return Error::io("keep sealing key", "", "no memory for it");
  for (std::size_t i = 0; i < kKeyBytes; ++i) {
    int high = hex_digit(digits[2 * i]);
    int low = hex_digit(digits[2 * i + 1]);
    if (high < 0 || low < 0) return wrong;
    key->data()[i] = static_cast<unsigned char>(high * 16 + low);
  }
  return key;
}

}  // namespace

Sealing::Sealing(Sealing&&) noexcept = default;
Sealing& Sealing::operator=(Sealing&&) noexcept = default;
Sealing::~Sealing() = default;

Result<Sealing> Sealing::open(const Config& config) {
  LEAKWARDEN_TRY(Secret key, read_installation_key(config));
  Result<Sealing> sealing = from_key(key, config.values);
  if (sealing.ok()) return sealing;
  Error error = std::move(sealing).error();
  error.where = config.sealing_key.has_value() ? config.sealing_key->text()
                                               : installation_key_path(config.data_dir);
  return error;
}

Result<Sealing> Sealing::from_key(const Secret& hex_key, ValuesMode mode) {
  LEAKWARDEN_TRY(std::unique_ptr<LockedKey> root, key_from_hex(hex_key));
  Sealing sealing;
  sealing.mode_ = mode;
  sealing.identity_key_ = std::make_unique<LockedKey>();
  sealing.sealing_key_ = std::make_unique<LockedKey>();
  if (!sealing.identity_key_->valid() || !sealing.sealing_key_->valid()) {
    return Error::io("keep sealing key", "", "no memory for it");
  }
  LEAKWARDEN_CHECK(
      derive_key(*root, "leakwarden identity 1", sealing.identity_key_->data(), kKeyBytes));
  LEAKWARDEN_CHECK(
      derive_key(*root, "leakwarden sealing 1", sealing.sealing_key_->data(), kKeyBytes));
  std::array<unsigned char, kKeyIdBytes> id{};
  LEAKWARDEN_CHECK(derive_key(*root, "leakwarden key id 1", id.data(), id.size()));
  sealing.key_id_ = to_hex(id.data(), id.size());
  return sealing;
}

Result<std::string> Sealing::identity_of(const Secret& value) const {
  return hmac_sha256_hex(*identity_key_, value.reveal(RevealFor::Fingerprint));
}

Result<std::string> Sealing::seal(const Secret& value, std::string_view identity) const {
  if (mode_ == ValuesMode::Fingerprints) return std::string();
  LEAKWARDEN_TRY(std::string box,
                 encrypt_gcm(*sealing_key_, identity, value.reveal(RevealFor::Sealing)));
  std::string sealed(kMagic);
  for (std::size_t i = 0; i < 2 * kKeyIdBytes; i += 2) {
    sealed += static_cast<char>(hex_digit(key_id_[i]) * 16 + hex_digit(key_id_[i + 1]));
  }
  return sealed + box;
}

Result<Secret> Sealing::unseal(std::string_view sealed, std::string_view identity) const {
  if (sealed.size() < kHeaderBytes || sealed.substr(0, kMagic.size()) != kMagic) {
    return Error::corrupt("unseal value", "", "not a sealed value");
  }
  std::string id =
      to_hex(reinterpret_cast<const std::uint8_t*>(sealed.data()) + kMagic.size(), kKeyIdBytes);
  if (id != key_id_) {
    return Error::refused("unseal value", "", "sealed under key " + id + ", ours is " + key_id_);
  }
  return decrypt_gcm(*sealing_key_, identity, sealed.substr(kHeaderBytes));
}

}  // namespace leakwarden::service
