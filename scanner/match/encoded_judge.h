#pragma once

// A trigger in an encoded form, judged: what the run around it decodes to is given to the same rule
// and the same tests as plain text would be.
//
//   trigger "naHBf" (base64) → encoded_run.h: bytes → extract.h: candidate → local_tests.h: reason
//
// The verdict's spans are those of the encoded characters in the text; what was decoded goes with
// it (LocalVerdict::decoded). Context words never play a part: rules that ask for them have no
// encoded triggers.

#include <string_view>

#include "scanner/base/result.h"
#include "scanner/match/extract.h"
#include "scanner/match/local_tests.h"
#include "scanner/match/matcher.h"
#include "scanner/match/trigger.h"

namespace leakwarden::scanner {

// Bytes around triggers that are decoded in one text; what is beyond them is not judged, and the
// object says so. 64 MB of random base64 need 1 MB.
constexpr std::uint64_t kMaxDecodedOfText = 32 << 20;

// What judging such a trigger costs of them.
std::uint64_t decoding_cost(const Rule& rule, EncodedForm form);

// The bytes an encoded verdict depends on.
Span encoded_interval(const Rule& rule, EncodedForm form, std::uint64_t trigger_end,
                      std::uint64_t text_size);

// `trigger.form` is not Plain. NoMatch when no reading of the run holds the rule's pattern.
Result<LocalVerdict> judge_encoded(const RuleList& rules, std::string_view text,
                                   const TriggerEnd& trigger, Extractor& extractor,
                                   const LocalTests& tests);

}  // namespace leakwarden::scanner
