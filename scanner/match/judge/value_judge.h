#pragma once

// The judge of one value: two scores from its own bytes and kReach bytes on either side.
//
//   Scores scores = ValueJudge::builtin()->score(text, secret);
//   scores.credential   somebody's credential at all ("hunter2" in a test is one)
//   scores.strong       one that nobody could guess
//
// Two, because one cannot serve both ends: what makes a value a credential is its name and its
// statement, what makes it worth waking somebody is that it is random.
//
// Some values are not left to what was learnt (Standing).
//
// Thread rules: const, may be shared. Time is linear in kReach and kJudgedBytes, whatever the text.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scanner/match/judge/calibration.h"
#include "scanner/match/judge/feature.h"
#include "scanner/match/judge/model.h"
#include "scanner/match/judge/own_key.h"
#include "scanner/match/judge/subject.h"
#include "scanner/match/judge/table.h"
#include "scanner/match/matcher.h"

namespace leakwarden::scanner::judging {

enum class Standing : std::uint8_t {
  Judged,
  Proven,   // a token whose header, claims and signature fit together: high
  Passing,  // a session id, cookie, CSRF token or nonce ends by itself: below medium
  Open,     // a public key, a password's hash, an id: nobody comes in with it; below medium
  Plain,    // drawn at random, and all that is assigned to the name of a key: medium at least
  MadeUp,   // xxxx, a placeholder, the start of a vendor's token and no more of it, a token whose
            // header does not read; below medium
};
Standing standing_of(const Subject& subject, const OwnKey& key, const Features& features);

class ValueJudge {
 public:
  // What is built in; nullptr while nothing has been learnt for this list of features.
  static const ValueJudge* builtin();
  // nullopt when a section is missing or does not read.
  static std::optional<ValueJudge> create(const Table& table);

  // Requires secret.end ≤ text.size(). `placed`: the value stands where passwords do.
  Scores score(std::string_view text, const Span& secret, bool placed = false) const;
  // The same scores, or, where none can reach `least`, any two below it that they do not exceed:
  // for most values these are found in half the time.
  Scores score_or_bounds(const Subject& subject, const OwnKey& key, const Scores& least) const;

  // Standing::Plain?
  bool is_plain(std::string_view text, const Span& secret) const;

  // The strongest reasons for and against, strongest first; sentences without a full stop, with
  // nothing of the text but the name.
  std::vector<std::string> reasons(std::string_view text, const Span& secret,
                                   bool placed = false) const;

  const Calibration& calibration() const { return calibration_; }

 private:
  ValueJudge(const Table& table, Model credential, Model strong, const Calibration& calibration);

  Table table_;
  Model credential_;
  Model strong_;
  Calibration calibration_;
};

}  // namespace leakwarden::scanner::judging
