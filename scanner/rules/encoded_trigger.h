#pragma once

// Triggers for keys that stand encoded: the fixed letters of a rule's trigger, as base64, hex,
// percent-encoding and UTF-16 spell them.
//
//   letters     ghp_
//   base64      Z2hwX  ·  docF  ·  naHBf       where 0, 1 or 2 bytes of a group stand before them;
//               only characters that the letters alone decide are taken
//   base64 of UTF-16LE (PowerShell's -EncodedCommand), base64 of base64 (Kubernetes' pull secrets):
//               the same, of g\0h\0p\0_ and of each of the three above
//   hex         6768705f, in either case
//   percent     %67%68%70%5F; and, of letters that a URL must escape, those alone: -----BEGIN%20…
//   UTF-16      g\0h\0p\0_                     little or big endian, which differ outside of it
//
// Every one is derived when the database is built; none stands in a rule. What to decode around its
// end is told by the form (match/encoded_run.h).
//
// Bounds: rules whose letters are 4 bytes or more and at most kMaxEncodedLiterals texts, that need
// neither words around them nor the judge; so the letters alone make a false trigger rare (four
// base64 characters turn up once in 16 MB of random base64).

#include <cstdint>
#include <string>
#include <vector>

#include "scanner/rules/pattern.h"
#include "scanner/rules/rule.h"

namespace leakwarden::scanner {

// A base64 trigger's end is not always the end of a group: the number is how many characters of its
// group stand before it.
enum class EncodedForm : std::uint8_t {
  Plain,
  Base64End0,
  Base64End1,
  Base64End2,
  Base64End3,
  Base64OfUtf16End0,
  Base64OfUtf16End1,
  Base64OfUtf16End2,
  Base64OfUtf16End3,
  Base64TwiceEnd0,
  Base64TwiceEnd1,
  Base64TwiceEnd2,
  Base64TwiceEnd3,
  Hex,
  Percent,
  Utf16,
};
constexpr std::uint32_t kEncodedForms = 16;  // Plain among them

constexpr std::size_t kMinEncodedLiteral = 4;
constexpr std::size_t kMinEncodedTwice = 6;  // nine triggers each: shorter letters cost too much
constexpr std::size_t kMaxEncodedLiterals = 8;
constexpr std::size_t kMaxEncodedTriggerBytes = 48;  // sixteen letters, each percent-encoded

struct EncodedTrigger {
  EncodedForm form;
  std::string expression;  // for Hyperscan
  friend bool operator==(const EncodedTrigger&, const EncodedTrigger&) = default;
};

// Empty for a rule that has none.
std::vector<EncodedTrigger> encoded_triggers(const Rule& rule);
// The same, for whoever asks for many rules.
std::vector<EncodedTrigger> encoded_triggers(const Rule& rule, ByteSets& byte_sets);

}  // namespace leakwarden::scanner
