#pragma once

// What an encoded run around a trigger's end decodes to, and where each decoded byte stands.
//
//   text     a word: "eyJ0b2tlbiI6ICJnaHBf…"      trigger "naHBf", form Base64End3
//   run      every character of it, in groups of four counted from the trigger
//   bytes    {"token": "ghp_0123…                       end: behind the "_" or the "p"
//   sources  of byte 11 ("g"): the two characters it stands in
//
// How much is read is fixed by form and rule (EncodedReach), not by content, so that what the run
// decodes to depends on [end − left, end + right) of the text and nothing else. Base64 may be
// broken into lines (a break joins two lines where 48 characters of base64 stand before it, escaped
// breaks too) and may have its +, / and = percent-encoded.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"
#include "scanner/rules/encoded_trigger.h"

namespace leakwarden::scanner {

// Decoded bytes of a candidate that are looked at, on either side of the trigger.
constexpr std::uint64_t kMaxDecodedBytes = 16 << 10;

struct EncodedReach {  // bytes of the text around a trigger's end
  std::uint64_t left = 0;
  std::uint64_t right = 0;
};
EncodedReach encoded_reach(const Rule& rule, EncodedForm form);

struct DecodedRun {
  std::string bytes;
  std::vector<Span> sources;       // of each byte, in the text
  std::uint64_t end = 0;           // where the trigger ends in `bytes`
  std::vector<std::string> chain;  // "base64", outermost first
};

// The readings of the run; several where the inner form does not tell (base64 twice has four), each
// with at least one byte before `end`.
std::vector<DecodedRun> decode_around(std::string_view text, std::uint64_t trigger_end,
                                      EncodedForm form, EncodedReach reach);

}  // namespace leakwarden::scanner
