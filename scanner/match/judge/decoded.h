#pragma once

// Structure inside a value: JSON Web Tokens, DER, SSH keys, password hashes, base64 of text.
//
// Header Basic "dXNlcjpodW50ZXIy" is "user:hunter2", and its strength is the password's: for such a
// pair the features of words are those of the decoded password.

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/subject.h"
#include "scanner/match/judge/table.h"

namespace leakwarden::scanner::judging {

void add_decoded(const Table& table, const Subject& subject, Features& features);

// Three parts that begin as a JSON Web Token does, but the first is no JSON object: nobody accepts
// it.
bool is_unreadable_token(std::string_view value);

}  // namespace leakwarden::scanner::judging
