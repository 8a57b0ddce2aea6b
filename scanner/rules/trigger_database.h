#pragma once

// The triggers of all rules, compiled into one Hyperscan database.
//
// Compiled for the generic x86-64 platform (SSSE3), so that one image works on every CPU Hyperscan
// runs on. What that costs, measured with 148 rules on 100 MB of C, Python and CMake sources on a
// machine with AVX-512: 2.0 GB/s a core against 2.1 GB/s compiled for that machine.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/rule.h"

struct hs_database;

namespace leakwarden::scanner {

// The database as it lies in memory at an address that is a multiple of 64. The id reported for a
// trigger is the rule's index (assigned rules have none). Errors: Invalid naming the rule Hyperscan
// refused (its file and line in `where`), or when no rule has a trigger; TooLarge when Hyperscan
// finds it too large.
Result<std::string> compile_triggers(const std::vector<Rule>& rules);

// The same without the triggers of some rules, by index, which are found otherwise.
Result<std::string> compile_triggers(const std::vector<Rule>& rules,
                                     const std::vector<bool>& left_out);

// The same for encoded forms (encoded_trigger.h); the id is form × number of rules + index. Empty
// when no rule has any.
Result<std::string> compile_encoded_triggers(const std::vector<Rule>& rules);

// Does Hyperscan take this one trigger? Errors: Invalid with its reason.
Status check_trigger_compiles(const std::string& expression);

// A database in place: its header is checked (magic, version, length), its bytecode is not.
// `bytes` starts at a multiple of 64. Errors: Corrupt, Refused (this CPU lacks SSSE3).
Result<const hs_database*> database_in_place(std::string_view bytes);

// "5.4.0 2023-01-13": an image is only good for the very same library.
std::string_view engine_version();

}  // namespace leakwarden::scanner
