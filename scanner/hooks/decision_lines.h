#pragma once

// What a hook and the daemon say to each other: what a person has decided about what was found.
//
//   findings ─► questions ─► one line ─► the store's incidents ─► one line ─► silent findings
//
//   hook    {"leakwarden_hook":1,"ask":[{"fingerprint":"s1-0f3a…"},
//            {"fingerprint":"w1-3f2-0a1b2","rule":"generic-password","place":"9c41…"}]}
//   daemon  {"leakwarden_hook":1,"decided":[{"number":0,"decision":"test-key","person":"ana",
//            "until":"2027-01-31T00:00:00Z"}]}
//       or  {"leakwarden_hook":1,"refused":"it is no request"}
//
// One request, one answer, then the daemon hangs up. Nobody asks about a value: a strong one is
// named by its fingerprint, which nobody can guess from. A weak one's fingerprint is shared by one
// value in 4,096 (base/fingerprint.h), so it speaks only from its rule at its path, as in a
// baseline, and the path is named by a hash: the daemon knows the paths of its incidents, others it
// does not learn. An empty question list is a knock: who answers is alive.
//
// What leaks: the daemon learns that somebody on this machine holds a value of that name (it would
// see the value itself once it is pushed). Whoever may connect learns about a strong value which he
// holds that it was decided, how, by whom and until when; about a weak one that some value of these
// 12 bits was, at a path that he knows. No masks, no notes, no repository cross.
//
// Thread rules: pure.

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/base/result.h"

namespace leakwarden::scanner {

inline constexpr std::size_t kMostQuestions = 500;
inline constexpr std::size_t kMostRequestBytes = 128u << 10;
inline constexpr std::size_t kMostAnswerBytes = 512u << 10;

struct DecisionQuestion {
  std::string fingerprint;
  std::string rule;   // with a weak fingerprint only
  std::string place;  // place_name() of its path; with a weak fingerprint only
};

struct DecisionAnswer {
  std::size_t number = 0;  // which question, from 0
  std::string decision;    // "false-positive", "test-key", "accepted-risk"
  std::string person;      // as the store has it: sanitise before printing
  std::string until;       // RFC 3339; "" is for good
};

// 32 hex digits: the first 128 bits of SHA-256("leakwarden:place:1" NUL path).
std::string place_name(std::string_view path);

// All with a newline at the end.
std::string request_line(const std::vector<DecisionQuestion>& questions);
std::string answer_line(const std::vector<DecisionAnswer>& answers);
std::string refusal_line(std::string_view why);

// A line without its newline. Invalid: no request. Refused: another version. TooLarge: more
// questions than kMostQuestions.
Result<std::vector<DecisionQuestion>> read_request(std::string_view line);
// Corrupt: no answer to `asked` questions. Refused: it is a refusal; `why` is the daemon's.
Result<std::vector<DecisionAnswer>> read_answer(std::string_view line, std::size_t asked);

}  // namespace leakwarden::scanner
