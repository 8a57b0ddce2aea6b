#pragma once

// The judge's local tests: may this candidate be a secret, as far as its own bytes and the few
// around it tell? Each test is one reason; the first that fails names the drop.
//
//   context words → placeholders → checksum or structure → entropy
//
// (and, cheap and before the placeholders: a private key's block must not hold another one)
//
// A judged rule of low confidence has only the placeholders it lists itself. Where a form itself
// holds a run of one character ("A{19}"), a run is no sign of a filler.
//
// Context comes first because it is what tells a rule's values from other values of the same
// shape, placeholders before checksums because "ghp_xxxx…" is better explained as a filler.
//
// Thread rules: const, may be shared.

#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/match/checksum.h"
#include "scanner/match/extract.h"
#include "scanner/match/matcher.h"
#include "scanner/match/placeholder.h"

namespace leakwarden::scanner {

// The family of a candidate's value, with its companions looked at: the password of a URL has a
// `user` and a `host` beside it.
PlaceholderKind placeholder_of(const Rule& rule, std::string_view text, const Span& secret,
                               const std::vector<Companion>& companions);

class LocalTests {
 public:
  // `rules` must outlive it. Invalid: a rule names a checksum that does not exist (not asked of the
  // rules of an image: what they name was checked when it was built).
  static Result<LocalTests> create(const RuleList& rules, std::int64_t now_unix_seconds);

  // Kept or the first failed test. Reads only the rule's dependency interval.
  Reason judge(std::uint32_t rule, std::string_view text, const Candidate& candidate) const;

  std::int64_t now_unix_seconds() const { return now_unix_seconds_; }

 private:
  LocalTests(const RuleList& rules, std::int64_t now_unix_seconds);

  RuleList rules_;
  std::int64_t now_unix_seconds_;
};

}  // namespace leakwarden::scanner
