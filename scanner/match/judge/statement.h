#pragma once

// The shape of the statement: separator, quotes, what follows the value, what it is part of.

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

void add_statement(const Subject& subject, const OwnKey& key, Features& features);

}  // namespace leakwarden::scanner::judging
