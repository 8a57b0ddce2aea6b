#pragma once

// A rule's pattern, ready to be matched: walked where its program is short (pattern_walker.h), by
// RE2 where there is none, or where a walk is given up. Both give the same answers; RE2's machine
// is made when it is first needed, and for most rules never is.
//
//   match_at(text, {from, to})    the match that begins at `from`, if any, and ends by `to`
//   match_whole(text, whole)      the one that is all of it
//   search(text, window)          the leftmost, by RE2
//
// Each leaves its match and what find_groups() then finds in it. The text around a window is
// context: \b, ^ and $ see it.
//
// Thread rules: one per thread.

#include <re2/re2.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/first_bytes.h"
#include "scanner/match/matcher.h"
#include "scanner/match/pattern_program.h"
#include "scanner/match/pattern_walker.h"

namespace leakwarden::scanner {

class RulePattern {
 public:
  // The pattern must outlive it.
  explicit RulePattern(std::string_view pattern);

  // Nothing: all is well so far. RE2's words where it refuses the pattern; then nothing matches.
  const std::optional<std::string>& error() const { return error_; }
  // What is known of the bytes of its matches; of a pattern that is not walked, nothing.
  const FirstBytes& first() const { return first_; }
  bool is_walked() const { return program_.has_value(); }
  const std::vector<std::string>& group_names() const { return names_; }

  bool match_at(PatternWalker& walker, std::string_view text, const Span& window);
  bool match_whole(PatternWalker& walker, std::string_view text, const Span& whole);
  bool search(std::string_view text, const Span& window);

  // Of the last match.
  const Span& match() const { return found_.match; }
  bool find_groups(PatternWalker& walker, std::string_view text);
  // By index of its name; nothing: it took no part in the match.
  const std::optional<Span>& group(std::size_t index) const { return found_.groups[index]; }

  // The last match, to come back to.
  struct Found {
    Span match;
    bool has_groups = false;
    std::vector<std::optional<Span>> groups;
  };
  const Found& found() const { return found_; }
  void come_back_to(const Found& found) { found_ = found; }

  const RE2& re2();

 private:
  bool match(PatternWalker& walker, std::string_view text, const Span& window,
             PatternWalker::Ends ends);
  bool ask_re2(std::string_view text, const Span& window, RE2::Anchor anchor);
  bool ask_re2_for_groups(std::string_view text);
  void take_walk(const PatternWalker& walker, std::uint64_t begin);

  std::string_view pattern_;
  std::optional<PatternProgram> program_;  // until a walk is given up
  FirstBytes first_;
  std::vector<std::string> names_;
  std::vector<int> numbers_;  // RE2's, of the groups with names
  std::optional<RE2> re2_;
  std::optional<std::string> error_;
  Found found_;
  std::vector<re2::StringPiece> pieces_;  // kept for its capacity
};

}  // namespace leakwarden::scanner
