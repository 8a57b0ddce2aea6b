#pragma once

// Is a value what everybody tries first? The most used passwords of published lists, alone, with a
// number behind, or written in leet; walks over the keyboard.

#include <cstddef>
#include <string_view>

#include "scanner/match/judge/feature.h"

namespace leakwarden::scanner::judging {

bool is_common_password(std::string_view value);
// "mysecretpassword", "my-super-secret-key-123": two or more of the words that documentation makes
// passwords of, and at most four digits behind them.
bool is_made_of_common_words(std::string_view value);
// Of those words, how many make up a value in lower case, with signs of ASCII between them; 0 where
// something else stands between.
std::size_t documentation_words(std::string_view lower);
// "p@ssw0rd" reads "password": $ s, 0 o, 1 i, 3 e, 4 a, 5 s, 7 t, @ a, ! i.
bool is_leet_of_common(std::string_view value);
// The longest stretch of neighbouring keys: 6 in "qwerty!", 4 in "asdf".
int keyboard_walk(std::string_view value);

void add_common_passwords(std::string_view value, Features& features);

}  // namespace leakwarden::scanner::judging
