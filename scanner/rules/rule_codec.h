#pragma once

// Rules ↔ bytes: the rule table of an image, and the digest.
//
// Fields follow each other without padding; numbers in the machine's own byte order (an image never
// leaves the machine kind it was made for), texts and lists with a 32-bit count before them.
// Decoding trusts nothing: a count that the remaining bytes cannot hold is Corrupt.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

std::string encode_rules(const std::vector<Rule>& rules);
// Errors: Corrupt.
Result<std::vector<Rule>> decode_rules(std::string_view bytes, std::uint64_t count);

// SHA-256, in hex, of all that can change a verdict or what it is called: id, severity, confidence,
// pattern, trigger and its bounds, context, checksum, decoders, entropy, placeholders. Names,
// advice, examples and where a rule was written do not count.
std::string digest_of(const std::vector<Rule>& rules);

}  // namespace leakwarden::scanner
