#pragma once

// The local verdicts of a text that is nearly another one: what a delta copied is not scanned
// again.
//
//   copies ─► steps: ends inherited | scanned                                     copy_plan.h
//          ─► ends: the base's, moved; Hyperscan's between them                     trigger.h
//             or those of the same bytes that another delta inserted               end_memo.h
//          ─► verdicts: the base's where all they depend on was copied; else judged anew
//          ─► all of the text's, as if it had been scanned whole             known_verdicts.h
//          ─► caps, overlaps, duplicates, file: again, for this text                  judge.h
//
// Two questions are asked of each place, because they reach differently far:
//   1. does a trigger end here?      some hundred bytes around it decide (TriggerMargins)
//   2. what is the verdict on it?    its dependency interval decides, up to 3 KB (interval.h); in
//                                    truth less: the window RE2 looks at, and what stands around
//                                    the match it found there, if any
// So an edited line costs Hyperscan some hundred bytes, and RE2 the few triggers near by:
//
//   base   key = "ghp_AAAA…";⏎      … 40 lines …      token = "x"⏎
//   text   key = "ghp_AAAA…";⏎      … 40 lines …      token = "y"⏎
//          1 and 2 are inherited                      around "y" Hyperscan looks again; "token"
//                                                     is asked 2 again, should "y" be too far for 1
//
// A verdict that is dropped is inherited as one that is kept: what dropped it may silence a
// neighbour. Rules that look at the whole object are asked 2 again at each end that has a match.
//
// Budgets: that a rule storms is known by its reports in one text. Where the ends of a text come
// near a cap (end_budget.h) it is scanned whole; a text that storms, or is cut short, is nobody's
// base.
//
// Thread rules: one per thread, as its LocalFinder.

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/base/limits.h"
#include "scanner/base/result.h"
#include "scanner/match/end_budget.h"
#include "scanner/match/end_memo.h"
#include "scanner/match/known_verdicts.h"
#include "scanner/match/local_finder.h"

namespace leakwarden::scanner {

enum class WantedVerdicts {
  WhenKept,  // none at all where none is kept: no pass makes a finding of those
  Always,
};
enum class AsBase { No, Yes };

struct FoundVerdicts {
  // Those with a match, in order. (Of a text that stormed or was cut short, all.)
  LocalVerdicts found;
  bool any_end = false;  // of a trigger, with a match or without
  // Of a text that others will be made from; nothing when they must not inherit from it.
  std::optional<KnownVerdicts> known;
};

class InheritingFinder {
 public:
  // `rules` must outlive it.
  InheritingFinder(const RuleList& rules, const Limits& limits);

  // `finder` is of the same rules and limits. Text and base agree in the copies. Errors as
  // LocalFinder::find.
  Result<FoundVerdicts> find(LocalFinder& finder, std::string_view text, const Inheritance& from,
                             WantedVerdicts wanted, AsBase as_base);

 private:
  // How far the verdict on a trigger's end reaches: RE2 around the end, the tests around the match.
  struct Reach {
    std::uint64_t left = 0;
    std::uint64_t right = 0;
    std::uint64_t around_match = 0;
    bool whole_text = false;  // of the tests
  };
  // What of the base lies in one copy.
  struct Copied {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    bool with_begin = false;  // of both texts
    bool with_end = false;
    bool covers(std::uint64_t left_of, std::uint64_t left, std::uint64_t right_of,
                std::uint64_t right) const {
      return (with_begin || left_of >= begin + left) && (with_end || right_of + right <= end);
    }
  };
  // A verdict with a match: the base's, to be moved, or one of fresh_.
  struct Answer {
    const LocalVerdict* inherited = nullptr;
    const CopiedBytes* copy = nullptr;
    std::size_t fresh = 0;
    EncodedForm form = EncodedForm::Plain;
  };
  using BaseEnds = std::span<const KnownEnd>;

  void ask_rules();
  static Reach reach_of_rule(const Rule& rule);
  void begin(LocalFinder& finder, const Inheritance& from, AsBase as_base);
  Result<const TriggerEnds*> ends_of(LocalFinder& finder, std::string_view text);
  void recall_ends(std::string_view text, const TriggerMargins& margins);
  void recall_part(const EndMemo::Stretch& part);
  void remember_ends(const TriggerEnds& scanned);
  const TriggerEnds* joined(const TriggerEnds& scanned);
  Result<const TriggerEnds*> scan_whole(LocalFinder& finder, std::string_view text);
  BaseEnds base_ends(const PlanStep& step) const;
  bool is_near_a_cap(const TriggerEnds& scanned);

  Status answer_all(LocalFinder& finder, std::string_view text, const TriggerEnds& scanned);
  Status answer_base_end(LocalFinder& finder, std::string_view text, const PlanStep& step,
                         const KnownEnd& end);
  Status ask(LocalFinder& finder, std::string_view text, const TriggerEnd& trigger);
  bool inherits_verdict(const KnownEnd& end, const PlanStep& step, std::size_t text_bytes) const;
  bool inherits_encoded(const KnownEnd& end, const Copied& copied) const;
  void add_end(const TriggerEnd& trigger, bool has_match);

  FoundVerdicts result(const LocalFinder& finder, std::size_t text_bytes, WantedVerdicts wanted);
  std::vector<LocalVerdict> take_verdicts(std::size_t text_bytes);
  LocalVerdict moved_here(const Answer& answer, std::size_t text_bytes) const;

  RuleList rules_;
  Limits limits_;
  // With the first base: they ask every rule, and a hook has no base.
  std::vector<Reach> reaches_;  // of plain triggers, by rule
  std::optional<EndBudget> budget_;
  EndMemo end_memo_;

  // Of the text at hand; kept for their capacity.
  const KnownVerdicts* base_ = nullptr;
  std::span<const CopiedBytes> copies_;
  AsBase as_base_ = AsBase::No;
  std::vector<PlanStep> steps_;
  std::vector<EndMemo::Stretch> unknown_;  // parts of stretches, to scan
  std::vector<EndRange> ranges_;           // their ends, those side by side as one
  std::vector<TriggerEnd> recalled_;       // ends of the other parts
  TriggerEnds joined_;
  std::uint64_t decoded_bytes_ = 0;
  std::vector<LocalVerdict> fresh_;
  std::vector<Answer> answers_;
  std::vector<KnownEnd> ends_;  // filled when as_base_
  bool any_end_ = false;
  bool any_kept_ = false;
};

}  // namespace leakwarden::scanner
