#pragma once

// What can be said against a rule that loads: no examples, a trigger that costs speed, advice that
// leaves a person alone. The loader has refused what cannot work at all; lint looks further, and
// check_examples() tries the rule on texts.
//
// Errors must be mended before a rule is shipped; warnings are for the author to weigh.

#include <string>
#include <string_view>

#include "scanner/rules/load.h"
#include "scanner/rules/problem.h"

namespace leakwarden::scanner {

// Every rule by itself, and the rules together (the same pattern twice).
ProblemList lint_rules(const LoadedRules& loaded);

// What check_examples() asks of the matcher. The rules room knows no matcher: the caller brings one
// (scanner/cli/matcher_probe.h the real one, tests one of RE2 alone).
class RuleProbe {
 public:
  struct Answer {
    bool found = false;
    std::string why_not = "";  // "bad-checksum: the checksum does not fit"
    // Found by the pattern, and left out by the judge alone. Good enough for a drawn value, which
    // has no statement around it that the judge could weigh; a written example must be found.
    bool is_candidate = false;
  };
  virtual ~RuleProbe() = default;
  // Does this rule report something in `text`?
  virtual Answer find(const Rule& rule, std::string_view text) = 0;
  // `secret` with its checksum put right; unchanged where the rule has none.
  virtual std::string complete(const Rule& rule, const std::string& secret) = 0;
};

// Examples, literal and seeded, are found; counter-examples and seeded near misses are not.
ProblemList check_examples(const LoadedRules& loaded, RuleProbe& probe);

}  // namespace leakwarden::scanner
