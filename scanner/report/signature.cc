#include "scanner/report/signature.h"

#include <dlfcn.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <utility>

#include "scanner/base/sha256.h"

namespace leakwarden::scanner {
namespace {

constexpr const char* kLibrary = "libcrypto.so.3";

// The names are OpenSSL's own.
struct Crypto {
  decltype(&::BIO_new_mem_buf) BIO_new_mem_buf = nullptr;
  decltype(&::BIO_free) BIO_free = nullptr;
  decltype(&::PEM_read_bio_PrivateKey) PEM_read_bio_PrivateKey = nullptr;
  decltype(&::PEM_read_bio_PUBKEY) PEM_read_bio_PUBKEY = nullptr;
  decltype(&::EVP_PKEY_free) EVP_PKEY_free = nullptr;
  decltype(&::EVP_PKEY_get_id) EVP_PKEY_get_id = nullptr;
  decltype(&::EVP_PKEY_get_bits) EVP_PKEY_get_bits = nullptr;
  decltype(&::i2d_PUBKEY) i2d_PUBKEY = nullptr;
  decltype(&::EVP_MD_CTX_new) EVP_MD_CTX_new = nullptr;
  decltype(&::EVP_MD_CTX_free) EVP_MD_CTX_free = nullptr;
  decltype(&::EVP_sha256) EVP_sha256 = nullptr;
  decltype(&::EVP_DigestSignInit) EVP_DigestSignInit = nullptr;
  decltype(&::EVP_DigestSign) EVP_DigestSign = nullptr;
  decltype(&::EVP_DigestVerifyInit) EVP_DigestVerifyInit = nullptr;
  decltype(&::EVP_DigestVerify) EVP_DigestVerify = nullptr;
};

template <typename Function>
void find(void* library, const char* name, Function& function, const char*& missing) {
  void* symbol = ::dlsym(library, name);
  if (symbol == nullptr) missing = name;
  function = reinterpret_cast<Function>(symbol);
}

// It stays loaded, like every library that has threads' state.
Result<Crypto> load_crypto() {
  void* library = ::dlopen(kLibrary, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) {
    return Error::not_found("load libcrypto", kLibrary, "not installed")
        .with_remedy("install the package libssl3");
  }
  Crypto crypto;
  const char* missing = nullptr;
#define LEAKWARDEN_FIND(name) find(library, #name, crypto.name, missing)
  LEAKWARDEN_FIND(BIO_new_mem_buf);
  LEAKWARDEN_FIND(BIO_free);
  LEAKWARDEN_FIND(PEM_read_bio_PrivateKey);
  LEAKWARDEN_FIND(PEM_read_bio_PUBKEY);
  LEAKWARDEN_FIND(EVP_PKEY_free);
  LEAKWARDEN_FIND(EVP_PKEY_get_id);
  LEAKWARDEN_FIND(EVP_PKEY_get_bits);
  LEAKWARDEN_FIND(i2d_PUBKEY);
  LEAKWARDEN_FIND(EVP_MD_CTX_new);
  LEAKWARDEN_FIND(EVP_MD_CTX_free);
  LEAKWARDEN_FIND(EVP_sha256);
  LEAKWARDEN_FIND(EVP_DigestSignInit);
  LEAKWARDEN_FIND(EVP_DigestSign);
  LEAKWARDEN_FIND(EVP_DigestVerifyInit);
  LEAKWARDEN_FIND(EVP_DigestVerify);
#undef LEAKWARDEN_FIND
  if (missing == nullptr) return crypto;
  return Error::refused("load libcrypto", kLibrary, std::string("it has no ") + missing);
}

using Key = std::unique_ptr<EVP_PKEY, decltype(&::EVP_PKEY_free)>;
using Context = std::unique_ptr<EVP_MD_CTX, decltype(&::EVP_MD_CTX_free)>;
using Buffer = std::unique_ptr<BIO, decltype(&::BIO_free)>;

// Instead of a question on the terminal.
int no_passphrase(char*, int, int, void*) {
  return -1;
}

Error bad_key(const char* kind) {
  return Error::invalid("read the key", kind, "not an Ed25519 or P-256 key in PEM, unencrypted")
      .with_remedy(
          "openssl genpkey -algorithm ed25519 -out attest.pem; openssl pkey -in "
          "attest.pem -pubout -out attest.pub");
}

bool is_usable(const Crypto& crypto, const Key& key) {
  if (key == nullptr) return false;
  const int id = crypto.EVP_PKEY_get_id(key.get());
  return id == EVP_PKEY_ED25519 ||
         (id == EVP_PKEY_EC && crypto.EVP_PKEY_get_bits(key.get()) == 256);
}

template <typename Reader>
Key read_key(const Crypto& crypto, std::string_view pem, Reader reader) {
  const Buffer buffer(crypto.BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())),
                      crypto.BIO_free);
  EVP_PKEY* key =
      buffer == nullptr ? nullptr : reader(buffer.get(), nullptr, no_passphrase, nullptr);
  return Key(key, crypto.EVP_PKEY_free);
}

// Ed25519 hashes by itself.
const EVP_MD* digest_for(const Crypto& crypto, const Key& key) {
  return crypto.EVP_PKEY_get_id(key.get()) == EVP_PKEY_ED25519 ? nullptr : crypto.EVP_sha256();
}

std::string key_id(const Crypto& crypto, const Key& key) {
  const int size = crypto.i2d_PUBKEY(key.get(), nullptr);
  if (size <= 0) return "";
  std::string der(static_cast<std::size_t>(size), '\0');
  unsigned char* at = reinterpret_cast<unsigned char*>(der.data());
  crypto.i2d_PUBKEY(key.get(), &at);
  return sha256_hex(der);
}

Result<Key> public_key(const Crypto& crypto, const std::string& pem) {
  Key key = read_key(crypto, pem, crypto.PEM_read_bio_PUBKEY);
  if (!is_usable(crypto, key)) return bad_key("public key");
  return key;
}

const unsigned char* octets(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

Result<Signature> sign(std::string_view bytes, const Secret& private_key_pem) {
  LEAKWARDEN_TRY(const Crypto crypto, load_crypto());
  const Key key = read_key(crypto, private_key_pem.reveal(RevealFor::Credential),
                           crypto.PEM_read_bio_PrivateKey);
  if (!is_usable(crypto, key)) return bad_key("private key");
  const Error failed = Error::refused("sign", "attestation", "libcrypto failed");
  const Context context(crypto.EVP_MD_CTX_new(), crypto.EVP_MD_CTX_free);
  if (crypto.EVP_DigestSignInit(context.get(), nullptr, digest_for(crypto, key), nullptr,
                                key.get()) != 1)
    return failed;
  std::size_t size = 0;
  if (crypto.EVP_DigestSign(context.get(), nullptr, &size, octets(bytes), bytes.size()) != 1)
    return failed;
  Signature signature{std::string(size, '\0'), key_id(crypto, key)};
  unsigned char* room = reinterpret_cast<unsigned char*>(signature.bytes.data());
  if (crypto.EVP_DigestSign(context.get(), room, &size, octets(bytes), bytes.size()) != 1)
    return failed;
  signature.bytes.resize(size);
  return signature;
}

Status check_signature(std::string_view bytes, std::string_view signature,
                       const std::string& public_key_pem) {
  LEAKWARDEN_TRY(const Crypto crypto, load_crypto());
  LEAKWARDEN_TRY(const Key key, public_key(crypto, public_key_pem));
  const Context context(crypto.EVP_MD_CTX_new(), crypto.EVP_MD_CTX_free);
  const bool good = crypto.EVP_DigestVerifyInit(context.get(), nullptr, digest_for(crypto, key),
                                                nullptr, key.get()) == 1 &&
                    crypto.EVP_DigestVerify(context.get(), octets(signature), signature.size(),
                                            octets(bytes), bytes.size()) == 1;
  if (good) return done();
  return Error::refused("check the signature", "attestation", "not made by this key");
}

Result<std::string> key_id_of(const std::string& public_key_pem) {
  LEAKWARDEN_TRY(const Crypto crypto, load_crypto());
  LEAKWARDEN_TRY(const Key key, public_key(crypto, public_key_pem));
  return key_id(crypto, key);
}

}  // namespace leakwarden::scanner
