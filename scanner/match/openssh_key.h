#pragma once

// OpenSSH's own private key format (PROTOCOL.key in OpenSSH's source):
//
//   "openssh-key-v1" NUL, cipher, kdf, kdf options, number of keys, public key, private part
//   private part, when the cipher is "none": check, the same check, key type, …, comment, 1 2 3 …

#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

constexpr std::string_view kOpenSshMagic{"openssh-key-v1\0", 15};

struct OpenSshKey {
  bool encrypted = false;
  std::string type;     // "ssh-ed25519"; of the public key
  std::string comment;  // of an unencrypted key
  bool checks_agree = true;
};

// nullopt when the bytes are cut off or not of the form.
std::optional<OpenSshKey> openssh_key(std::string_view bytes);

}  // namespace leakwarden::scanner
