#pragma once

// The words around the value, on its line and on the lines near by: a user beside a password, a
// host, a digest in a list of digests, the header or the client that a key is given to.

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

void add_neighbours(const Subject& subject, const OwnKey& key, Features& features);

}  // namespace leakwarden::scanner::judging
