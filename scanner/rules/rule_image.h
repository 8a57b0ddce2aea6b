#pragma once

// The bytes of a rule set: header, two rule tables, two Hyperscan databases and the automata of
// families, in one piece that is mapped and used where it lies.
//
//   offset  0  header (ImageHeader), padded to a multiple of 64
//          …   verdict fields, then descriptions, of all rules (rule_codec.h)
//      ×  64   Hyperscan database as it lies in memory (trigger_database.h)
//      ×  64   the same of encoded forms; may be empty
//      ×  64   triggers that are run from their stems, and words (stem_trigger.h, word_table.h)
//      ×  64   what values of assigned rules look like (value_shapes.h)
//      ×  64   the words of assigned rules (provider_tree.h)
//
// Trust. An image is code in all but name: Hyperscan runs its bytecode unchecked. So images come
// only from ourselves: linked into the program, from a cache folder and file that belong to us and
// that nobody else can write (rule_cache.h), or from our own parent process. The checksum finds
// accidents (a torn write, a bad disk), not attacks; it covers every byte and costs about 0.15 ms a
// megabyte. It is left out for the image linked into the program, which is as sound as the program
// itself. With 7,082 rules a scan of one line with a value takes 7 ms of processor time: nothing is
// made of the rules that no text asks for.
//
// Errors: Corrupt for damage, Refused for an image of another library version, format or CPU; both
// mean "build it again".

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/rules/rule.h"

struct hs_database;

namespace leakwarden::scanner {

// Raised when the format or what deriving makes of a pattern changes; old caches are then rebuilt.
constexpr std::uint32_t kRuleImageVersion = 12;

enum class Verify { HeaderOnly, Everything };

struct RuleImage {  // views into the bytes it was opened from
  std::string_view verdict_fields;
  std::string_view descriptions;
  std::uint64_t rule_count = 0;
  std::string_view digest;  // hex
  const hs_database* database = nullptr;
  const hs_database* encoded_database = nullptr;  // none where no rule has encoded forms
  std::string_view stems;
  std::string_view shapes;
  std::string_view providers;
};

// Compiles and packs; `rules` are ordered by id. Errors: Invalid for no rules or a trigger
// Hyperscan refuses.
Result<std::string> build_rule_image(const std::vector<Rule>& rules);

// `bytes` starts at a multiple of 64 and outlives the result.
Result<RuleImage> open_rule_image(std::string_view bytes, Verify verify);

// 64 bits that any change of any byte changes (with odds of 2^64 for several changes together).
std::uint64_t accident_checksum(std::string_view bytes);

}  // namespace leakwarden::scanner
