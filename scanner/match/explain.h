#pragma once

// One finding or one verdict, in words: which rule, why it was kept or dropped, what to do now.
//
// The text is plain, ends with a newline, holds no value but its mask, and is safe for a terminal:
// everything that came from a repository is sanitised here.

#include <string>
#include <string_view>

#include "scanner/base/finding.h"
#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

std::string explain_finding(const Finding& finding);

// For a kept or dropped verdict of `text`. A dropped one says what would have to differ.
std::string explain_verdict(const Rule& rule, std::string_view text, const LocalVerdict& verdict);

}  // namespace leakwarden::scanner
