#pragma once

// Judgements of candidates in surroundings that were met before: in a history the same lines come
// again and again, in versions that no delta joins, and judging is what they cost most.
//
//   …⏎  const dbPassword = "hunter22hunter";⏎ connect(db, …
//   └─── reach ───┘└─────── match ───────┘└─── reach ───┘      the bytes, whole, are the key
//
// A judgement depends on nothing else (interval.h), and bytes are compared, not their hashes, so an
// answer from here is the answer. Direct-mapped: a new judgement takes the place of an old one.
//
// Memory: kSlots times at most kMostBytes and a verdict; 8 MB when full of common ones.
// Thread rules: one per thread.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/extract.h"
#include "scanner/match/matcher.h"

namespace leakwarden::scanner {

class JudgementMemo {
 public:
  static constexpr std::size_t kSlots = 1 << 13;
  static constexpr std::size_t kMostBytes = 2048;  // longer ones are judged each time

  // Puts rule, secret, reason, named_by, own_name and scores into `verdict`, which is about the
  // candidate. `reach`: bytes on either side of the match that its judgement may look at. False: not
  // met lately; judge, then tell remember() before the next question, while `text` is still there.
  bool recall(std::string_view text, const Candidate& candidate, std::uint64_t reach,
              LocalVerdict& verdict);
  void remember(const LocalVerdict& verdict);

 private:
  // What is asked; places are offsets in `bytes`.
  struct Question {
    std::string_view bytes;
    std::uint32_t family = 0;
    bool at_begin = false;  // nothing stands before the bytes
    bool at_end = false;
    Span match;
    Span secret;
  };
  struct Judgement {
    Question question;  // its bytes are a view of the next
    std::string bytes;
    std::uint32_t rule = 0;
    Span secret;
    Span named_by;
    std::optional<Span> own_name;
    Reason reason = Reason::Kept;
    std::int32_t credential_score = 0;
    std::int32_t strong_score = 0;
  };

  static bool is_same(const Question& one, const Question& other);

  // Made one by one: a hook that judges three candidates does not clear a megabyte first.
  std::vector<std::unique_ptr<Judgement>> slots_;
  Question asked_;
  std::uint64_t asked_begin_ = 0;
  std::size_t slot_ = kSlots;  // of what is asked; kSlots: of none
};

}  // namespace leakwarden::scanner
