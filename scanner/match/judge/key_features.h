#pragma once

// What the value's own key says, and where on the line a credential is named when it is not the own
// key.

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

void add_own_key(const Subject& subject, const OwnKey& key, Features& features);

// The credential word nearest to the value, on its left and on its line.
void add_credential_name(const Subject& subject, const OwnKey& key, Features& features);

// The value beside its key: equal to it, part of it, made of words that name credentials.
void add_value_and_key(const Subject& subject, const OwnKey& key, Features& features);

}  // namespace leakwarden::scanner::judging
