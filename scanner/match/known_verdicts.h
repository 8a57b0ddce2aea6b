#pragma once

// What is known of a text after it was scanned, in the form in which deltas of it inherit it.

#include <cstdint>
#include <span>
#include <vector>

#include "scanner/match/copy_plan.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/encoded_trigger.h"

namespace leakwarden::scanner {

// A trigger's end and what became of it. Most have no match; those take 16 bytes.
struct KnownEnd {
  static constexpr std::uint32_t kNoMatch = UINT32_MAX;
  std::uint32_t end = 0;             // texts are shorter than 4 GiB
  std::uint32_t rule = 0;            // whose trigger it is
  std::uint32_t verdict = kNoMatch;  // index into KnownVerdicts::verdicts
  EncodedForm form = EncodedForm::Plain;
};

struct KnownVerdicts {
  std::uint64_t text_bytes = 0;
  std::vector<KnownEnd> ends;          // every one, by end, rule, form
  std::vector<LocalVerdict> verdicts;  // those with a match, kept or dropped, in the same order

  std::uint64_t memory_bytes() const;
};

// What a text has from another one that was scanned before.
struct Inheritance {
  const KnownVerdicts* base = nullptr;  // nullptr: nothing
  std::span<const CopiedBytes> copies;  // by `begin`, none over another in the text
};

// The verdict at the place its interval was copied to.
LocalVerdict moved(const LocalVerdict& verdict, const CopiedBytes& copy);

}  // namespace leakwarden::scanner
