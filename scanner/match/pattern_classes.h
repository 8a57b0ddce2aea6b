#pragma once

// Sets of bytes as patterns write them, over Latin-1: \d \w \s, \n, a letter in any case. Held to
// RE2's own by pattern_program_test.cc.
//
// Thread rules: pure.

#include <optional>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

ByteSet byte_set_of(char byte);
ByteSet byte_range(char low, char high);  // both are in it

// With the other case of every letter in it.
ByteSet in_any_case(const ByteSet& set);

// \d \w \s and what they leave out, by their letter.
std::optional<ByteSet> perl_class(char letter);

// Of \n, \t … and of signs; not of other letters and digits.
std::optional<char> escaped_character(char letter);

}  // namespace leakwarden::scanner
