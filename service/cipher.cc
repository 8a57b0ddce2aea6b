#include "service/cipher.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include <array>
#include <memory>

#include "scanner/base/sha256.h"

namespace leakwarden::service {
namespace {

unsigned char* writable(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

Error crypto_error(std::string what) {
  return Error::io(std::move(what), "OpenSSL", "the library refused");
}

using CipherContext = std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)>;

bool encrypt(const LockedKey& key, std::string_view nonce, std::string_view associated,
             std::string_view plain, unsigned char* cipher, unsigned char* tag) {
  CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int count = 0;
  return context != nullptr &&
         EVP_EncryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(),
                            bytes_of(nonce)) == 1 &&
         EVP_EncryptUpdate(context.get(), nullptr, &count, bytes_of(associated),
                           static_cast<int>(associated.size())) == 1 &&
         EVP_EncryptUpdate(context.get(), cipher, &count, bytes_of(plain),
                           static_cast<int>(plain.size())) == 1 &&
         EVP_EncryptFinal_ex(context.get(), cipher + count, &count) == 1 &&
         EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, kTagBytes, tag) == 1;
}

bool decrypt(const LockedKey& key, std::string_view nonce, std::string_view associated,
             std::string_view cipher, std::string_view tag, unsigned char* plain) {
  CipherContext context(EVP_CIPHER_CTX_new(), &EVP_CIPHER_CTX_free);
  int count = 0;
  return context != nullptr &&
         EVP_DecryptInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(),
                            bytes_of(nonce)) == 1 &&
         EVP_DecryptUpdate(context.get(), nullptr, &count, bytes_of(associated),
                           static_cast<int>(associated.size())) == 1 &&
         EVP_DecryptUpdate(context.get(), plain, &count, bytes_of(cipher),
                           static_cast<int>(cipher.size())) == 1 &&
         EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, kTagBytes,
                             const_cast<char*>(tag.data())) == 1 &&
         EVP_DecryptFinal_ex(context.get(), plain + count, &count) == 1;
}

}  // namespace

Status derive_key(const LockedKey& key, std::string_view purpose, unsigned char* out,
                  std::size_t size) {
  std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
      EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr), &EVP_PKEY_CTX_free);
  std::size_t written = size;
  bool fine = context != nullptr && EVP_PKEY_derive_init(context.get()) == 1 &&
              EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1 &&
              EVP_PKEY_CTX_set1_hkdf_key(context.get(), key.data(), LockedKey::kBytes) == 1 &&
              EVP_PKEY_CTX_add1_hkdf_info(context.get(), bytes_of(purpose),
                                          static_cast<int>(purpose.size())) == 1 &&
              EVP_PKEY_derive(context.get(), out, &written) == 1;
  if (!fine || written != size) return crypto_error("derive key");
  return done();
}

Result<std::string> hmac_sha256_hex(const LockedKey& key, std::string_view message) {
  std::array<unsigned char, 32> digest{};
  unsigned int size = 0;
  const unsigned char* made = HMAC(EVP_sha256(), key.data(), LockedKey::kBytes, bytes_of(message),
                                   message.size(), digest.data(), &size);
  if (made == nullptr || size != digest.size()) return crypto_error("name value");
  return to_hex(digest.data(), digest.size());
}

Result<std::string> encrypt_gcm(const LockedKey& key, std::string_view associated,
                                std::string_view plain) {
  std::string sealed(kNonceBytes + plain.size() + kTagBytes, '\0');
  if (RAND_bytes(writable(sealed), kNonceBytes) != 1) return crypto_error("seal value");
  unsigned char* cipher = writable(sealed) + kNonceBytes;
  std::string_view nonce(sealed.data(), kNonceBytes);
  if (!encrypt(key, nonce, associated, plain, cipher, cipher + plain.size())) {
    return crypto_error("seal value");
  }
  return sealed;
}

Result<Secret> decrypt_gcm(const LockedKey& key, std::string_view associated,
                           std::string_view sealed) {
  if (sealed.size() < kNonceBytes + kTagBytes) {
    return Error::corrupt("unseal value", "", "too short for a sealed value");
  }
  std::size_t size = sealed.size() - kNonceBytes - kTagBytes;
  std::string plain(size, '\0');
  bool fine =
      decrypt(key, sealed.substr(0, kNonceBytes), associated, sealed.substr(kNonceBytes, size),
              sealed.substr(kNonceBytes + size), writable(plain));
  Secret value = fine ? Secret::copy_of(plain) : Secret();
  wipe_memory(plain.data(), plain.size());
  if (!fine) return Error::corrupt("unseal value", "", "it was changed or belongs elsewhere");
  return value;
}

}  // namespace leakwarden::service
