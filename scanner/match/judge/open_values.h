#pragma once

// Values whose form, with what stands right before them, says that nobody comes in with them,
// whatever they are called:
//
//   checksum/secret: 2c26…                    what a Helm chart writes to see changes
//   arn:aws:secretsmanager:…:secret:db-AbC3   a name
//   TOKEN = credentials('4e84b541-…')         the same, in a Jenkinsfile
//   badge.svg?token=BQKz…                     of a picture that everybody sees
//   NTLM TlRMTVNTUAACAAAA…                    what a server says in a handshake
//   input := []byte{90, 105, …}               bytes that no name of a key stands beside
//   'o38jf0q34jfij43…', {{passphrase}}        a sample cut off; a reader's own
//   TOKEN: op://vault/item/field              where a store of secrets keeps it
//   'crwdns934:0crwdne934:0'                  where a translation goes
//   author.id === "442355791412854784"        a number made of the time
//   {cipher}771d4a…, sha512-MNwX…             encrypted or hashed (sealed_values.h)
//   0x7Fc6…, 0279be66…, MEUCIGHQ…             addresses, public keys, signatures (public_forms.h)
//   "Zapomniałeś hasła?"                      words to read (open_words.h)
//
// Thread rules: pure.

#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

bool opens_nothing(const Subject& subject, const OwnKey& key);

}  // namespace leakwarden::scanner::judging
