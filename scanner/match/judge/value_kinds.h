#pragma once

// Is the value something else that has a form of its own: a reference, a path, an identifier, a
// date, a sentence?

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

void add_value_kinds(const Subject& subject, Features& features);

}  // namespace leakwarden::scanner::judging
