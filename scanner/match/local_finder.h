#pragma once

// The pipeline from text to local verdicts, over plain parts: a rule table and a Hyperscan database
// whose expression ids are indexes into it, and one of
// encoded forms where there are any. Matcher is this over a RuleSet; tests build their own.
//
//   trigger.h: ends  →  extract.h: candidate  →  local_tests.h: reason  →  attribute.h: whose value
//   is it (judged rules only)  →  interval.h: what was read
//
// Thread rules: one per thread. Rules and database must outlive it.

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "scanner/base/limits.h"
#include "scanner/base/result.h"
#include "scanner/match/attribute.h"
#include "scanner/match/candidate_memo.h"
#include "scanner/match/extract.h"
#include "scanner/match/judgement_memo.h"
#include "scanner/match/local_tests.h"
#include "scanner/match/matcher.h"
#include "scanner/match/trigger.h"

namespace leakwarden::scanner {

class LocalFinder {
 public:
  static Result<LocalFinder> create(const RuleList& rules, const hs_database* database,
                                    const Limits& limits, std::int64_t now_unix_seconds,
                                    const hs_database* encoded = nullptr,
                                    const StemTriggers* stems = nullptr);

  Result<LocalVerdicts> find(std::string_view text);

  // The same in steps, for whoever has some of the answers already (inheriting_finder.h): the ends,
  // then each end's verdict in their order. `earlier` holds verdicts of this text; note_latest()
  // names the latest of a family in it by 1 + index, or 0 for one that is not there.
  TriggerScanner& triggers() { return scanner_; }
  void begin_text();
  Result<LocalVerdict> judge(std::string_view text, TriggerEnd trigger,
                             const std::vector<LocalVerdict>& earlier);
  // From now on, for whoever comes by the same lines again and again.
  void remember_candidates() { candidate_memo_.emplace(); }
  void note_latest(std::uint32_t family, std::size_t number) {
    if (latest_[family] == 0) touched_.push_back(family);
    latest_[family] = number;
  }
  std::int64_t now_unix_seconds() const { return tests_.now_unix_seconds(); }

 private:
  LocalFinder(const RuleList& rules, TriggerScanner scanner, LocalTests tests);
  Result<bool> extract(std::string_view text, const TriggerEnd& trigger);
  Result<bool> extract_or_recall(std::string_view text, const TriggerEnd& trigger);
  bool take_answer_of_same(std::uint32_t family, const std::vector<LocalVerdict>& earlier,
                           LocalVerdict& verdict) const;
  void test(std::string_view text, LocalVerdict& verdict);
  void name_provider(std::string_view text, LocalVerdict& verdict);
  void name_by_name(std::string_view text, LocalVerdict& verdict);

  RuleList rules_;
  TriggerScanner scanner_;
  Extractor extractor_;
  LocalTests tests_;
  Attributor attributor_;
  JudgementMemo memo_;
  std::optional<CandidateMemo> candidate_memo_;
  Candidate candidate_;                 // of the trigger at hand; kept for its capacity
  std::vector<std::size_t> latest_;     // by family: 1 + index of its latest verdict in this text
  std::vector<std::uint32_t> touched_;  // families of which that may be set
  std::uint64_t decoded_bytes_ = 0;     // of this text
  std::vector<Span> latest_secret_;     // by family: the value of its latest candidate
};

}  // namespace leakwarden::scanner
