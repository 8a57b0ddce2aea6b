#pragma once

// Signatures of attestations, by libcrypto: Ed25519, or ECDSA with SHA-256 over P-256.
//
// The library (OpenSSL 3) is loaded when the first signature is made or checked: linked in, it
// would cost every hook's start. Keys are PEM files as `openssl genpkey` and `openssl pkey -pubout`
// write them; a private key with a passphrase is refused (there is nobody to ask in a pipeline).
//
// Thread rules: free functions without shared state.

#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/base/secret.h"

namespace leakwarden::scanner {

struct Signature {
  std::string bytes;   // as libcrypto gives them: 64 raw for Ed25519, DER for ECDSA
  std::string key_id;  // SHA-256 of the public key's SubjectPublicKeyInfo, in hex
};

// NotFound: no libcrypto. Invalid: not a PEM private key, or of another kind. Refused: it failed.
Result<Signature> sign(std::string_view bytes, const Secret& private_key_pem);

// Done only if the signature is that key's over these bytes. Refused: it is not. Invalid, NotFound.
Status check_signature(std::string_view bytes, std::string_view signature,
                       const std::string& public_key_pem);

// The key_id of a public key. Invalid, NotFound.
Result<std::string> key_id_of(const std::string& public_key_pem);

}  // namespace leakwarden::scanner
