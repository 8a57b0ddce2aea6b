#pragma once

// A few small changes to good bytes, as fuzzers make them: flipped bits, border values in one to
// eight bytes, pieces cut out, repeated, or taken from another input.

#include <string>
#include <vector>

#include "tests/support/git_sandbox.h"

namespace leakwarden::fuzz {

// One to four changes to one of `seeds`, which must not be empty. At most 64 KiB.
std::string mutate(const std::vector<std::string>& seeds, testing::Dice& dice);

}  // namespace leakwarden::fuzz
