#pragma once

// Rules ↔ bytes: the two tables of an image, and the digest.
//
// What a verdict depends on and what only describes a rule (name, advice, examples) are apart: a
// hook that finds nothing reads the first and leaves the second, three quarters of the bytes, where
// it is.
//
// A table begins with where each rule's fields begin, so that one rule can be read without the
// others. Fields follow each other without padding; numbers in the machine's own byte order (an
// image never leaves the machine kind it was made for), texts and lists with a 32-bit count before
// them. Decoding trusts nothing: a count that the remaining bytes cannot hold is Corrupt.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

std::string encode_verdict_fields(const std::vector<Rule>& rules);
std::string encode_descriptions(const std::vector<Rule>& rules);

// Rules without descriptions. Errors: Corrupt.
Result<std::vector<Rule>> decode_verdict_fields(std::string_view bytes, std::uint64_t count);
// Adds their descriptions to rules. Errors: Corrupt; the rules are then as they come.
Status decode_descriptions(std::string_view bytes, std::vector<Rule>* rules);
// Would decode_verdict_fields() and decode_descriptions() of `count` rules succeed? Copies nothing.
Status check_verdict_fields(std::string_view bytes, std::uint64_t count);
Status check_descriptions(std::string_view bytes, std::uint64_t count);

// One rule of tables that were checked, or are as sound as the program; of others it comes as it
// may. Requires index < count.
Rule decode_verdict_rule(std::string_view bytes, std::uint64_t count, std::uint64_t index);
void add_description(std::string_view bytes, std::uint64_t count, std::uint64_t index, Rule* rule);
std::string_view id_in_table(std::string_view bytes, std::uint64_t count, std::uint64_t index);

// SHA-256, in hex, of all that can change a verdict or what it is called: id, severity, confidence,
// provider, pattern, trigger and its bounds, context, checksum, decoders, entropy, placeholders.
// Names, advice, examples and where a rule was written do not count.
std::string digest_of(const std::vector<Rule>& rules);

}  // namespace leakwarden::scanner
