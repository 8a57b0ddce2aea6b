#pragma once

// Trigger ends of stretches of text that were scanned before: siblings in a delta tree, and
// versions on several branches, insert the same lines.
//
//   base 1   … } ⏎ [ if (x) ⏎ ] return …        what was inserted, with the margins that decide its
//   base 2   … } ⏎ [ if (x) ⏎ ] return …        ends (copy_plan.h), is the key: scanned once
//
// Thread rules: one per thread, for one set of rules.

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/match/copy_plan.h"
#include "scanner/match/recent_bytes.h"
#include "scanner/match/trigger.h"

namespace leakwarden::scanner {

class EndMemo {
 public:
  // Ends that are asked for, and the bytes that decide them. Lives as long as the text.
  struct Stretch {
    EndRange wanted;
    std::uint64_t begin = 0;  // of the bytes, in the text
    RecentBytes::Key key;
  };
  static Stretch stretch(std::string_view text, const EndRange& wanted,
                         const TriggerMargins& margins);
  // The first part of a long stretch: its last end. Where parts end is decided by the bytes before,
  // so that a long stretch that is another one but for a few lines has most of its parts.
  static std::uint64_t end_of_part(std::string_view text, const EndRange& wanted);
  static constexpr std::size_t kMostEnds = 64;
  static constexpr std::uint64_t kShortestPart = 768;
  static constexpr std::uint64_t kLongestPart = 8192;

  // Appends the stretch's ends. False, and nothing appended: not scanned lately.
  bool recall(const Stretch& stretch, std::vector<TriggerEnd>& ends) const;
  // `ends`: all of the stretch's, in order. More than kMostEnds are not remembered: hostile text
  // could fill our memory with them.
  void remember(const Stretch& stretch, std::span<const TriggerEnd> ends);

 private:
  RecentBytes stretches_;
  std::vector<std::vector<TriggerEnd>> ends_;  // by number, from the begin of the bytes on
};

}  // namespace leakwarden::scanner
