#pragma once

// Is the value something else that has a form of its own: a reference, a path, an identifier, a
// date, a sentence?

#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/subject.h"

namespace leakwarden::scanner::judging {

void add_value_kinds(const Subject& subject, Features& features);

bool is_uuid(std::string_view value);

// Nothing else in it; with the last signs of base64, but not its form for URLs.
bool are_hex(std::string_view value);
bool are_base64(std::string_view value);

// A UUID of version 1, 2 or 6 is made of the time and a network address (RFC 9562), one of version
// 3 or 5 of a name: nobody's key.
bool is_timed_uuid(std::string_view value);

}  // namespace leakwarden::scanner::judging
