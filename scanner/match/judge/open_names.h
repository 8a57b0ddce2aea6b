#pragma once

// Names that say of a value that nobody comes in with it, or not for long.
//
//   csrf_token, Sec-WebSocket-Key, nextPageToken     worth nothing in an hour
//   publicKey, PUBLISHABLE_KEY, sitekey, pub_key_str what its issuer calls public
//   foreignKey, cache_key                            a key of a table
//   recipientTokenAddress, token_out_denom           where coins go
//   "signature": "qhxxCOMi…=="                       of one message
//   genesisHash = "0x6fbd…", "sampleTx": "0x9eda…"   of a block or a transaction
//   {"kdf": "scrypt", "salt": "f7d24eae…"}           stored beside what it salts
//   "en_PW": "English (Palau)"                       a locale
//
// Thread rules: pure.

#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

// A session id, a cookie, a CSRF token, a nonce, the next page of a list. "session_secret" and
// "cookie_key" are not.
bool names_passing_value(const OwnKey& key);

// role_id = "…", secret_id = "4f0c…": the half of a Vault login that is no id at all.
bool names_secret_half(const Subject& subject, const OwnKey& key);

// Everything else above; not where "secret" or "password" is said as well.
bool names_public_value(const Subject& subject, const OwnKey& key);

// SUPABASE_ANON_KEY = "eyJ…": a signed token that is given to everybody's browser, unless it says
// that it serves the server.
bool names_anonymous_token(const Subject& subject, const OwnKey& key);

}  // namespace leakwarden::scanner::judging
