#pragma once

// Values that are encrypted or hashed where they stand: whoever reads them has nothing yet.
//
//   encryptedData:⏎  TOKEN: AgBhDh4F…           sealed for a cluster by kubeseal
//   <password>{quJWqdKY3zRX2Cxjo…=}             encrypted, as Maven writes it
//   ENC[AES256_GCM,…], {AQAAAB…}, 2.AOs4…==|…   by sops, by Jenkins, by Bitwarden
//   ENC(jPvMGoyH1glZYeKR…)                      by Jasypt
//   "encrypted:B6dFkg…", "{cipher}771d4a…"      by dotenvx, for Spring's configuration server
//   vault:v1:8SDd3W…, 01000000d08c9ddf0115…     by Vault's transit engine, by Windows for one user
//   "hashed_secret": "a2f3f9…", *6C89…, md5…    what a baseline and databases keep
//   sha512-MNwXzQ…                              the checksum of a file, as browsers and npm want it
//   rpcauth=anna:f7ef…$d5b5…                    salt and hash of a password (Bitcoin)
//
// Thread rules: pure.

#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

bool is_sealed_or_hashed(const Subject& subject, const OwnKey& key);

}  // namespace leakwarden::scanner::judging
