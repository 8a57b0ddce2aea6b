#pragma once

// Forms of what is shown to everybody: addresses, public keys, fingerprints, signatures, samples.
//
//   "0x7Fc6…", bc1…, zpub6nAZ…, secret1f69s…   where coins go, and what only watches
//   0279be66…, LS0tLS1CRUdJTiBQVUJM…           a public key: a private one has 64 digits
//   using RSA key 339A4922…, SHA256:5PZ…       the fingerprint of one
//   svix-signature: v1,crOo…, MEUCIGHQ…        a signature of one message
//   eyJ….eyJzdWIiOiIxMjM0NTY3ODkwIi….…         a token of documentation, for 1234567890
//   eyJhbGciOiJub25lIn0.…                      a token that nobody signed
//
// Thread rules: pure.

#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

bool has_public_form(const Subject& subject, const OwnKey& key);

}  // namespace leakwarden::scanner::judging
