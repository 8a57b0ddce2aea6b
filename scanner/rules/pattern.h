#pragma once

// A rule's pattern as a small syntax tree, so that width, trigger and samples can be derived.
//
// RE2 keeps its own tree to itself; this parser reads the part of RE2's syntax that rules use and
// refuses the rest by name (\pN, \C, \Q…\E, $ and ^ in multi-line mode). RE2 stays the judge: every
// pattern is compiled by it first, and what a class or a caseless byte matches is asked from it,
// byte by byte, never computed here.
//
// Patterns are matched over bytes: pattern_options() reads pattern and text as Latin-1, so `.` is
// one byte, and hostile bytes that are no UTF-8 can neither hide nor stop a match. A letter outside
// ASCII is written as its UTF-8 bytes outside of classes, which works as it stands.
//
// Bounds: at most kMaxPatternBytes, nested at most kMaxPatternDepth; RE2's program and caches are
// limited to 8 MiB. Answers: nested repeats, huge classes.

#include <re2/re2.h>

#include <bitset>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

using ByteSet = std::bitset<256>;

constexpr std::size_t kMaxPatternBytes = 4096;
constexpr int kMaxPatternDepth = 50;
constexpr std::uint32_t kUnbounded = std::numeric_limits<std::uint32_t>::max();

struct PatternNode {
  enum class Kind {
    Empty,      // matches the empty text
    Assertion,  // \b \B ^ $ \A \z: matches the empty text in some places
    Bytes,      // one byte out of `bytes`
    Concat,     // children, one after the other
    Alternate,  // one of the children
    Repeat,     // the only child, `least` to `most` times
    Group,      // the only child, named `name` ("" when it has none)
  };
  Kind kind = Kind::Empty;
  ByteSet bytes;
  std::uint32_t least = 0;
  std::uint32_t most = 0;  // kUnbounded: no end
  std::string name;        // Group; Assertion: its text
  std::vector<PatternNode> children;

  friend bool operator==(const PatternNode&, const PatternNode&) = default;
};

// Shortest and longest text, in bytes; kUnbounded where there is no longest.
std::uint32_t min_width(const PatternNode& node);
std::uint32_t max_width(const PatternNode& node);

// How every pattern of a rule is compiled: Latin-1, bounded memory, no log output.
re2::RE2::Options pattern_options();

// Asks RE2 which bytes a one-byte expression matches, and remembers. Not thread safe.
class ByteSets {
 public:
  // `flags` is "" or a flag group such as "(?i)". Nothing when RE2 refuses the expression.
  std::optional<ByteSet> of(std::string_view expression, std::string_view flags);

 private:
  std::map<std::string, ByteSet> known_;
};

// Errors: Invalid; `where` is "character N of the pattern" (from 1).
Result<PatternNode> parse_pattern(std::string_view pattern, ByteSets& byte_sets);
// The same of a pattern or trigger of a rule, which it took before: RE2 need not be asked whether
// it compiles, which is most of the time.
Result<PatternNode> parse_again(std::string_view pattern, ByteSets& byte_sets);

// Positions (from 0) of each { that looks like a count and is none: "{36" without its }, "{,3}",
// "{ 2}". RE2 takes them for literal braces. None for what parse_pattern() refuses.
std::vector<std::size_t> broken_counts(std::string_view pattern);

}  // namespace leakwarden::scanner
