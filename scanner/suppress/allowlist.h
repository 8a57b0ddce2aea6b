#pragma once

// Allowlists of a gitleaks.toml or betterleaks.toml (rules/import/peer_rules.h), as they speak for
// findings of ours.
//
//   [[allowlists]] / [allowlist]                for all rules; with targetRules for these
//   [[rules.allowlists]] / [rules.allowlist]    for that rule only
//
//   paths       regexes searched for in the path
//   commits     ids of the commit that brought it
//   regexes     searched for in what regexTarget names: the value (default), "match", "line"
//   stopwords   texts the value holds, in any case
//   condition   "OR" (default): one of them is enough; "AND": one of each kind that is given
//
// Each pattern is judged on its own, never joined with another: their flags, anchors and branches
// stay their own, and one that is empty is left out rather than matching everything.
//
// Whose rule a finding is of: the peer's, where the ids agree (gitleaks_ignore.h), or where the
// peer's own pattern takes the very value, alone and whole.
//
// What "line" sees is what a report shows of it, at most 160 bytes (match/masked_line.h), with the
// value put back; what "match" sees of that begins with the name the value is assigned to, and ends
// with the value. Nothing else of a file is kept until here.
//
// Filters of Betterleaks (expressions) silence nothing; a remark says so.
//
// Thread rules: pure functions.

#include <memory>
#include <string>

#include "scanner/base/result.h"
#include "scanner/rules/import/peer_rules.h"
#include "scanner/suppress/speaker.h"

namespace leakwarden::scanner {

inline constexpr std::size_t kMostAllowPatterns = 10'000;

// Invalid with "file:line:column" of the allowlist: a regex that is none, an unknown regexTarget.
Result<std::shared_ptr<const Speaker>> allowlist_speaker(const PeerConfig& config,
                                                         const std::string& file);

// The line the finding stands on, as above, and where in it the value is; empty where it is not
// known.
struct LineAround {
  std::string text;
  std::size_t value_at = 0;
  std::size_t value_bytes = 0;
  std::size_t match_at = 0;  // the name it is assigned to, or the value

  std::string_view match() const {
    return std::string_view(text).substr(match_at, value_at + value_bytes - match_at);
  }
  ~LineAround();  // wipes `text`
};
LineAround line_around(const Finding& finding);

}  // namespace leakwarden::scanner
