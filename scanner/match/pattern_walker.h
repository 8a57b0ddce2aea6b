#pragma once

// Walks a pattern's program from one byte on, and comes back where it does not go on.
//
//   program  = ' ' a…z{2,9} ' '          text  = 'abc'xyz
//   walk     =  '  abc  '   matched      the first way in the order of the pattern's wishes
//
// That is the match that RE2 prefers among those that begin there, with its groups. A way back is
// taken from a stack, so that no text can exhaust the machine's; what would take more steps than
// are allowed is given up, and RE2, which is linear in any text, is asked instead
// (rule_pattern.h).
//
// Thread rules: one per thread (it keeps its stack from one walk to the next).

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "scanner/match/matcher.h"
#include "scanner/match/pattern_program.h"

namespace leakwarden::scanner {

class PatternWalker {
 public:
  static constexpr std::uint64_t kNowhere = UINT64_MAX;

  enum class Answer { No, Yes, GaveUp };
  enum class Ends { Anywhere, AtWindowEnd };

  // Before the walks of one question: how many steps they may take together, for a window of so
  // many bytes.
  void begin_question(std::uint64_t window_bytes) { steps_left_ = kMostSteps + window_bytes; }

  // A match that begins where the window does and ends in it; the text around is there for \b, ^
  // and $.
  Answer walk(const PatternProgram& program, std::string_view text, const Span& window, Ends ends);

  // Of the last Yes: where it ends, and where a named group stands (kNowhere: it took no part).
  std::uint64_t end() const { return at_; }
  Span group(std::size_t index) const { return {saved_[2 * index], saved_[2 * index + 1]}; }

 private:
  // Where to go on when it goes on no more. Of a run, from `at` down to or up to `until`.
  struct WayBack {
    enum class Kind : std::uint8_t { Op, ShorterRun, LongerRun, Restore };
    Kind kind = Kind::Op;
    std::uint32_t op = 0;  // Restore: a slot
    std::uint64_t at = 0;
    std::uint64_t until = 0;
  };

  bool step(const PatternProgram& program);
  bool take_run(const PatternOp& op, const ByteSet& set);
  bool go_back(const PatternProgram& program);
  bool shorten(const PatternProgram& program, WayBack& way);
  bool lengthen(const PatternProgram& program, WayBack& way);
  bool can_begin(const PatternProgram& program, std::size_t op) const;
  bool is_border() const;
  void take_steps(std::uint64_t count) { steps_left_ -= std::min(steps_left_, count); }

  static constexpr std::uint64_t kMostSteps = 20'000;

  std::string_view text_;
  std::uint64_t end_ = 0;  // of the window
  Ends ends_ = Ends::Anywhere;
  std::uint64_t at_ = 0;
  std::size_t op_ = 0;
  std::uint64_t steps_left_ = 0;
  std::array<std::uint64_t, 2 * PatternProgram::kMostNames> saved_{};
  std::vector<WayBack> back_;
};

}  // namespace leakwarden::scanner
