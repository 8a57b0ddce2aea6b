#pragma once

// Values whose form, with what stands right before them, says that nobody comes in with them,
// whatever they are called:
//
//   tokenAddress: "0x7Fc6…"                   an address: a private key has 64 digits
//   checksum/secret: 2c26…                    what a Helm chart writes to see changes
//   --recv-keys 9FD3…, GPG_KEY=9FD3…          the fingerprint of a public key
//   arn:aws:secretsmanager:…:secret:db-AbC3   a name
//   TOKEN = credentials('4e84b541-…')         the same, in a Jenkinsfile
//   ssh_keys: ["SHA256:5PZuVN…"]              the fingerprint of a public key
//   "hashed_secret": "a2f3f9…"                what a baseline keeps
//   certificate-authority-data: LS0tLS1CRUd…  a certificate or a public key, in base64
//   <password>{quJWqdKY3zRX2Cxjo…=}           encrypted, as Maven writes it
//   svix-signature: v1,crOoF5…                of one message
//   encryptedData:⏎  TOKEN: AgBhDh4F…         sealed for a cluster
//   key: ENC[AES256_GCM,…], "2.AOs4…==|O6O…"  encrypted by sops, by Bitwarden
//   zpub6nAZ…, secret1f69s…                   what only watches, or is where coins go
//   badge.svg?token=BQKz…                     of a picture that everybody sees
//   NTLM TlRMTVNTUAACAAAA…                    what a server says in a handshake
//   input := []byte{90, 105, …}               bytes that no name of a key stands beside
//   'o38jf0q34jfij43…', {{passphrase}}        a sample cut off; a reader's own
//   "Zapomniałeś hasła?"                      words to read (open_words.h)
//
// Thread rules: pure.

#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

bool opens_nothing(const Subject& subject, const OwnKey& key);

}  // namespace leakwarden::scanner::judging
