#pragma once

// From a kept verdict to the finding that people see: value, name, range, facts, how sure and why.

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/base/finding.h"
#include "scanner/match/lines.h"
#include "scanner/match/masked_line.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/rule_list.h"

namespace leakwarden::scanner {

// Beside a secret half: the id half, which names the key to whoever must revoke it.
constexpr const char* kPairedIdFact = "id";

// Location holds the range only; repository, commit and path are the caller's.
Finding make_finding(const RuleList& rules, std::string_view text, const LocalVerdict& verdict,
                     const LineMasker& masker, LineCursor& cursor, std::int64_t now_unix_seconds);

// The rule's name and advice, which a rule table without descriptions (rule_codec.h) does not have.
void describe(const Rule& rule, Finding& finding);

}  // namespace leakwarden::scanner
