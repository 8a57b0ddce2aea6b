#pragma once

// Armoured private keys, as they stand in source code.
//
// A PEM block in a repository is seldom the plain file: its lines are indented, quoted and joined
// by + or commas, commented, or the whole block is one string with \n escapes:
//
//   key = "-----BEGIN RSA PRIVATE KEY-----\n" +          // real escapes, quotes, plus
//         "MIIEow…\n" +
//
// private_key_bytes() reads through all that: it drops escapes and whatever is not base64, header
// lines (Proc-Type, DEK-Info, Version, Comment), joining signs and OpenPGP's =XXXX check line, and
// decodes the rest. The bytes are the key's canonical form: two copies that are laid out
// differently are the same key and get the same fingerprint.

#include <optional>
#include <string>
#include <string_view>

namespace leakwarden::scanner {

// The first block in `text`: its label ("RSA PRIVATE KEY"), its body as it stands there, and what
// the body decodes to.
struct KeyBlock {
  std::string label;
  std::string_view body;  // a view into the text
  std::string bytes;
};
std::optional<KeyBlock> key_block(std::string_view text);

// The decoded body of the first block in `text`; nullopt when there is no block or it decodes to
// nothing. Whether the bytes are a key is not asked here.
std::optional<std::string> private_key_bytes(std::string_view text);

// Do the bytes look like what the label says? DER beginning with a SEQUENCE of a version number
// (PKCS#1, PKCS#8, SEC 1, DSA) or of an algorithm (encrypted PKCS#8), "openssh-key-v1", or an
// OpenPGP secret-key packet (RFC 9580 §5.5.1); the body of a PEM with DEK-Info is ciphertext and
// only needs 48 bytes. An unencrypted OpenSSH key that is whole repeats its check number; an
// OpenPGP block that is whole and whose lines are plain agrees with the check at its end, where it
// has one. A key that is cut off counts if half of its declared length is there: what is left of an
// RSA key is enough to compute the rest. A text without armour must be the base64 of a DER key.
bool private_key_plausible(std::string_view text);

// A block with the same label whose body is plausible; its content is made from `text`. For
// examples drawn from a pattern.
std::string private_key_completed(std::string_view text);

}  // namespace leakwarden::scanner
