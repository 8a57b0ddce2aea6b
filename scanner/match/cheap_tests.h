#pragma once

// What can be told of a family's candidate from a few bytes, before the search for its provider and
// the judge's measures, which cost a hundred times as much. Each says only what those would say.
//
// Thread rules: pure.

#include <string_view>

#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

// `key: value,` and `f(token=other.token)`: a name of the program stands where a value would.
// Letters, `_` and what joins names, no quote before it, and `,`, `;` or `)` right behind it. Of
// 6,300 such candidates in labelled files 1,500 look so, and one of 450 secrets.
bool is_bare_name(std::string_view text, const Span& value);

// "password": "Mot de passe", 'current_password' => 'Aktuelles Passwort': a label. Words of letters,
// one of which is that for a password in another language, capitalised or among others. Not to be
// asked of a place where passwords stand.
bool is_translated_label(std::string_view text, const Span& value);

// Keys without a name that says so are random, and of twenty random characters one is a digit.
bool has_digit(std::string_view text, const Span& value);

}  // namespace leakwarden::scanner
