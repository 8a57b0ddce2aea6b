#pragma once

// Is a value strong? A frozen function of the value alone.
//
// A strong value cannot be guessed, so its fingerprint may be published; a weak one ("hunter2",
// "changeme") could be confirmed by anybody who hashes a word list, so its fingerprint is cut to 12
// bits within a scope. The answer decides names that users keep in files for years: IT NEVER
// CHANGES. A better idea gets a new prefix beside s1-/w1-, never an edit here; the vectors of
// tests/unit/base/strength_test.cc hold it in place.
//
// Definition (version 1), in integers so that no machine's floating point can differ. L(k) is
// floor(256 × log2 k). Only the first 4,096 bytes count. For a value of n bytes:
//   1. weak when n < 16;
//   2. weak when n × L(n) − Σ c × L(c) over the value's byte histogram c is below 56 × 256 × 1
//      (the Shannon entropy of the whole value, below 56 bits);
//   3. word cost: from left to right, each maximal run of ASCII letters of one case pattern
//      (lower, UPPER, or one Capital and lower ones) costs 8 × 256 in all when it is at least 4
//      long and holds one of aeiouy in every window of 4 letters, and 6 × 256 in all when it is 2
//      or 3 long and holds one; each other byte costs L(10) as a digit, L(26) as a letter, 256 as
//      one of "-_. /:", L(32) as anything else; weak when the sum is below 56 × 256;
//   4. strong otherwise.

#include <string_view>

namespace leakwarden {

enum class Strength { Weak, Strong };

Strength strength_of(std::string_view value);

}  // namespace leakwarden
