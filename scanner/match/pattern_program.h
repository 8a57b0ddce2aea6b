#pragma once

// A rule's pattern as a short program that can be walked (pattern_walker.h).
//
//   (?P<secret>gh[ps]_[a-z]{9,40})\b      0  save the secret's begin
//                                         1  byte g   2  byte h   3  byte p or s   4  byte _
//                                         5  run of a…z, 9 to 40 of them
//                                         6  save the secret's end    7  at a word's border
//                                         8  matched
//
// RE2 makes a far better machine of a pattern, in a hundred times the time: hundreds of
// microseconds, for a rule that most scans try on a dozen bytes. Of its syntax, over Latin-1
// (pattern_options()), what rules are written in is taken; of the rest, of repeats of what may be
// empty, and of what would be long, none is made, and RE2 is asked instead (rule_pattern.h).
//
// Thread rules: pure; a program is immutable. Making one takes time linear in what it repeats, at
// most kMostOps, and nests at most kMaxPatternDepth deep.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {

struct PatternOp {
  enum class Kind : std::uint8_t {
    Byte,        // one of a set
    Run,         // `least` to `most` of a set, as many or (lazy) as few as can be
    Split,       // goes on behind it, or if that fails at `jump` from it; lazy: the other way round
    Jump,        // goes on at `jump` from it
    Save,        // notes where it is, in `slot`
    WordBorder,  // \b
    NoWordBorder,
    TextBegin,
    TextEnd,
    Matched,
  };
  Kind kind = Kind::Matched;
  bool lazy = false;
  std::uint16_t set = 0;   // of Byte, Run: index into sets
  std::uint16_t slot = 0;  // of Save: 2 · index into names, plus 1 at its end
  std::int32_t jump = 0;
  std::uint32_t least = 0;
  std::uint32_t most = 0;
};

struct PatternProgram {
  static constexpr std::size_t kMostOps = 1024;
  static constexpr std::size_t kMostNames = 8;

  std::vector<PatternOp> ops;
  std::vector<ByteSet> sets;
  std::vector<std::string> names;  // of its named groups, in the order they open
  // By op: the bytes that a way on from it may begin with; every byte where it may end at once.
  std::vector<ByteSet> begins;
  std::vector<bool> may_end;

  static std::optional<PatternProgram> of(std::string_view pattern);

  bool holds(const PatternOp& op, char byte) const {
    return sets[op.set][static_cast<unsigned char>(byte)];
  }

 private:
  void note_begins();
};

}  // namespace leakwarden::scanner
