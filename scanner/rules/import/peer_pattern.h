#pragma once

// A regular expression of a peer (Go's syntax) as a tree that keeps its own text, so that it can be
// written again with one group as the secret and every repeat bounded.
//
//   (?i)key[=:]([a-z0-9]{20,})(?:["\s]|$)
//   → (?i)key[=:](?P<secret>[a-z0-9]{20,512})(?:["\s]|$)
//
// Where a value may stand in one of several groups, each becomes a pattern of its own:
//   A([0-9]{9})B|C([a-f]{8})   →   A(?P<secret>[0-9]{9})B   and   C(?P<secret>[a-f]{8})
// because Go's reader takes the first group that is not empty, and RE2 has one group of a name.
//
// Differences between the two dialects that are written away: (?<name>…), \Q…\E, (?m) lines,
// \x{…} beyond one byte. Refused by name: \p classes, letters outside ASCII in a class.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

struct PeerBranch;

struct PeerItem {
  std::string text;  // an atom as it stands; of a group: "(?:", "(?i:"
  bool is_group = false;
  bool is_flags = false;  // "(?i)": changes what follows
  int capture = 0;        // number of a capturing group, from 1
  std::vector<PeerBranch> branches;
  std::string quantifier;  // "", "+", "{2,5}?"
  std::uint32_t least = 1;
  std::uint32_t most = 1;  // kUnbounded
};

struct PeerBranch {
  std::string flags;  // in force where it begins, of this group's own: "(?i)"
  std::vector<PeerItem> items;
};

struct PeerPattern {
  std::vector<PeerBranch> branches;
  int captures = 0;
};

// Errors: Invalid; `where` is "character N of the pattern".
Result<PeerPattern> parse_peer_pattern(std::string_view regex);

// Where the secret stands: a group, or the whole match.
struct SecretChoice {
  PeerPattern pattern;
  int group = 0;  // 0: the whole match
};

// One entry for each way to the first group that is not empty (see above), in order; one for a
// `wanted` group. `whole_match_instead` says why the whole match was taken although there are
// groups.
std::vector<SecretChoice> secret_choices(const PeerPattern& pattern, int wanted,
                                         std::string* whole_match_instead);

struct RepeatBounds {
  std::uint32_t outside = 0;  // most for unbounded repeats outside the secret; 0 leaves them open
  std::uint32_t inside = 0;
};

struct OpenRepeats {
  std::size_t outside = 0;
  std::size_t inside = 0;
  bool inside_crosses_lines = false;  // one of them may hold '\n'
};

OpenRepeats open_repeats(const SecretChoice& choice);
std::string written_pattern(const SecretChoice& choice, RepeatBounds bounds);

}  // namespace leakwarden::scanner
