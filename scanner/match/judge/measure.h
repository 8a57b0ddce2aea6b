#pragma once

// All features of one value.

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"
#include "scanner/match/judge/table.h"

namespace leakwarden::scanner::judging {

Features measure(const Table& table, const Subject& subject, const OwnKey& key);

}  // namespace leakwarden::scanner::judging
