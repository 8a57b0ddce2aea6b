#pragma once

// From a trigger's end to its candidate, by RE2.
//
// The definition (architecture §1), and no other:
//   for trigger end e, RE2 searches [e − before, e + W) with the whole text as context; the
//   candidate is the first match with start < e ≤ end; a match that does not cover e is stepped
//   over by resuming at max(end, start + 1).
//
//   text      x=1 AB12 AB345 y        pattern AB(?P<secret>[0-9]{2,3})
//   e = 13                 ^          the first match, "AB12", ends at 8 < 13: resume at 8
//                                     the second, "AB345", covers 13: the candidate
//
// Of a family's matches also those that begin inside others count, and one is the candidate only of
// ends of its own triggers, where it has a choice: nearest_match.h.
//
// RE2::Match(text, startpos, endpos) keeps the whole of `text` as context: \b, \B, ^ and $ at the
// edges of the window see the true neighbours (RE2 2022-06-01 hands `text` as `context` to each of
// its engines; extract_test.cc holds it to that for the DFA, one-pass, bit-state and NFA engines).
// A match that starts before e ends before e + W, so the right edge of the window cuts none.
//
// Most patterns are never given to RE2: what it would answer is found by a walk (rule_pattern.h) at
// each byte where a match may begin (first_bytes.h), from left to right.
//
// Patterns are bytes (Latin-1), as the triggers are: "é" is two bytes, and [^x] matches each.
//
// Thread rules: reads a rule's pattern at its first trigger; one per thread.

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"
#include "scanner/match/matcher.h"
#include "scanner/match/pattern_walker.h"
#include "scanner/rules/rule_list.h"

namespace leakwarden::scanner {

struct Candidate {
  Span match;                         // the whole pattern
  Span secret;                        // the `secret` group; the whole match where there is none
  std::vector<Companion> companions;  // other named groups that took part, by group number
};

class Extractor {
 public:
  // `rules` must outlive it.
  explicit Extractor(const RuleList& rules);
  Extractor(Extractor&&) noexcept;
  Extractor& operator=(Extractor&&) noexcept;
  ~Extractor();

  // Fills `candidate` and returns true, or returns false: the pattern does not match around there.
  // Requires rule < rules.size() and trigger_end ≤ text.size(). Invalid: the pattern does not
  // compile (lint refuses such rules; an image made by other means may hold one).
  Result<bool> extract(std::uint32_t rule, std::string_view text, std::uint64_t trigger_end,
                       Candidate& candidate);
  // The same where every match of the rule is known to begin at one of `begins` (ascending): tried
  // there alone.
  Result<bool> extract_at(const std::vector<std::uint64_t>& begins, std::uint32_t rule,
                          std::string_view text, std::uint64_t trigger_end, Candidate& candidate);

 private:
  struct Program;
  Program& program(std::uint32_t rule);
  Result<bool> finished(std::uint32_t rule, bool found, std::string_view text,
                        Candidate& candidate);

  RuleList rules_;
  std::vector<std::unique_ptr<Program>> programs_;  // empty until first needed
  PatternWalker walker_;
};

}  // namespace leakwarden::scanner
