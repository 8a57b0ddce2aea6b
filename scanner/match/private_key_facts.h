#pragma once

// What a private key tells without being used.
//
//   key          "RSA", "EC", "Ed25519", "ssh-rsa", …
//   passphrase   "needed" or "none": whether the block is encrypted
//   created      OpenPGP
//   comment      OpenSSH and PuTTY, unencrypted: mostly user@host

#include <string_view>

#include "scanner/match/fact.h"

namespace leakwarden::scanner {

inline constexpr const char* kPassphraseFact = "passphrase";
inline constexpr const char* kPassphraseNeeded = "needed";

Facts private_key_facts(std::string_view text);
// "PuTTY-User-Key-File-": its lines "Encryption:" and "Comment:".
Facts putty_key_facts(std::string_view text);

}  // namespace leakwarden::scanner
