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
// pattern with these signs.
//
// Thread rules: pure functions.

#include <memory>
#include <string>
#include <string_view>

#include "scanner/base/result.h"
#include "scanner/suppress/speaker.h"

namespace leakwarden::scanner {

inline constexpr const char* kIgnoreFileName = ".leakwardenignore";
// Each is tried at each finding; values in bulk belong into a baseline, which looks them up.
inline constexpr std::size_t kMostIgnoreLines = 10'000;

// Invalid with "file:line:column".
Result<std::shared_ptr<const Speaker>> parse_ignore_file(std::string_view bytes,
                                                         const std::string& file);

}  // namespace leakwarden::scanner
