#pragma once

// The name a value is assigned to. It tells weak values apart ("db_password" is not
// "smtp_password") and is shown to people.
//
//   DB_PASSWORD=…          DB_PASSWORD         "password": "…"        password
//   'token' => '…'         token               config["key"] = '…'    key
//   --api-key=…            api-key             key: String = "…"      key
//   X-Api-Key: …           X-Api-Key           Authorization: Bearer … Authorization
//   <password>…</password> password            os.Setenv("KEY", "…")  KEY
//   #define KEY "…"        KEY                 https://ci:…@host/     ci@host
//
// It reads at most 256 bytes to the left, within the line. Names are kept as they are written, so
// that a weak fingerprint moves with its line.

#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// The name left of text[offset], where a value begins; empty when there is none.
std::string name_assigned_to(std::string_view text, std::uint64_t offset);

// The scope of a verdict: user@host for the password of a URL, else the name it is assigned to.
std::string scope_of(std::string_view text, const LocalVerdict& verdict);

}  // namespace leakwarden::scanner
