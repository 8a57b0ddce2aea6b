#pragma once

// .leakwardenignore: places, rules and values that are accepted, one statement a line.
//
//   # made-up keys only
//   tests/fixtures/                        a path as .gitignore writes it, and all below it
//   !tests/fixtures/real.env               but this
//   rule:generic-password docs/*.md        this rule, at these paths
//   rule:jwt                               this rule, wherever it stands
//   until:2027-06-30 vendor/               to that day, and no longer
//   s1-0f3a…  # revoked in May             this value (all 32 digits), wherever it stands
//   rule:generic-password w1-3f2-0a1b2 config/dev.env     a weak value: needs rule and path
//
// Words come first (rule:, until:, a fingerprint, in any order), then at most one pattern, then
// " # " and the reason. All that a line says must hold. What matches a folder matches all below it.
// Where several lines fit a path, the last one decides, so that "!" takes back what paths above it
// said; other than with git, it may take a file back out of a folder. "\#" and "\!" begin a
// pattern with these signs. What looks like a word and is none ("rules:jwt", "expires:…") is a
// mistake; "\" before it makes it a path.
//
// Patterns are looked up by their rarest letters (letter_index.h); those without three letters in a
// row are tried at each path. Beyond kMostPatternWork findings stay reported, and a remark says so.
//
// Thread rules: pure functions; the speaker is one thread's.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/suppress/speaker.h"

namespace leakwarden::scanner {

inline constexpr const char* kIgnoreFileName = ".leakwardenignore";
// Values in bulk belong into a baseline, which has no such bound.
inline constexpr std::size_t kMostIgnoreLines = 10'000;
// Patterns tried times bytes of the path: some seconds.
inline constexpr std::uint64_t kMostPatternWork = 500'000'000;

// Invalid with "file:line:column".
Result<std::shared_ptr<const Speaker>> parse_ignore_file(std::string_view bytes,
                                                         const std::string& file);

}  // namespace leakwarden::scanner
