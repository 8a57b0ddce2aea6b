#pragma once

// Hyperscan over a text: where do triggers end?
//
// A trigger reports its end offset only, and every end: `[a-z]{3,5}` on "abcde" ends at 3, 4 and 5.
// Triggers of encoded forms are a second database, which runs only over the stretches of a text
// where such forms can stand (encoded_stretches.h).
//
// Two budgets keep a hostile text from turning that into work:
//   - per rule (Limits::max_matches_per_rule, and a larger one for judged rules): the rule
//     *storms*; its ends are forgotten, other rules go on;
//   - per object (Limits::max_triggers_per_object), counting every report: the scan stops there.
//     Encoded forms, which cost more to judge, have a smaller budget (kMaxEncodedTriggers). They
//     come last; of each kind, what ended before the stop is complete, since Hyperscan reports ends
//     in order.
//
// Thread rules: owns Hyperscan scratch; one per thread. The database must outlive it.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/base/limits.h"
#include "scanner/base/result.h"
#include "scanner/match/copy_plan.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/encoded_trigger.h"
#include "scanner/rules/rule.h"

struct hs_database;
struct hs_scratch;

namespace leakwarden::scanner {

// Reports of encoded forms in one object: 64 MB of random base64 have about 500.
constexpr std::uint32_t kMaxEncodedTriggers = 20'000;

struct TriggerEnd {
  std::uint64_t end = 0;
  std::uint32_t rule = 0;
  EncodedForm form = EncodedForm::Plain;
  friend bool operator==(const TriggerEnd&, const TriggerEnd&) = default;
};

struct TriggerEnds {
  std::vector<TriggerEnd> ends;        // by end, rule, form; each once
  std::vector<std::uint32_t> stormed;  // rules beyond their cap, ascending
  bool limit_reached = false;
};

// Reports of the rule in one text beyond which it storms.
std::uint32_t report_cap(const Rule& rule, const Limits& limits);

class TriggerScanner {
 public:
  // `encoded`: the database of encoded forms, where there are any. Errors: Io when scratch cannot
  // be had.
  static Result<TriggerScanner> create(const hs_database* database, const std::vector<Rule>& rules,
                                       const Limits& limits, const hs_database* encoded = nullptr);

  // The answer lives until the next call. TooLarge above 4 GiB − 1; Io when Hyperscan fails.
  Result<const TriggerEnds*> scan(std::string_view text);

  // The same of the ends in `ranges` (ascending, apart), reading margins() around each. What both
  // budgets count are these ends' reports.
  Result<const TriggerEnds*> scan_ranges(std::string_view text, std::span<const EndRange> ranges);

  // Whether a trigger ends at e, and in which forms, is decided by [e − left, e + right).
  const TriggerMargins& margins() const { return margins_; }

 private:
  struct FreeScratch {
    void operator()(hs_scratch* scratch) const;
  };
  TriggerScanner(const hs_database* database, const hs_database* encoded, hs_scratch* scratch,
                 const std::vector<Rule>& rules, const Limits& limits);
  static int on_trigger(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                        void* self);
  Status run(const hs_database* database, std::string_view text, const Span& part);
  Status run_encoded(std::string_view text, const Span& part);
  const TriggerEnds* put_in_order();
  void reset();
  void forget_stormed();

  const hs_database* database_;
  const hs_database* encoded_;
  std::unique_ptr<hs_scratch, FreeScratch> scratch_;
  std::vector<std::uint32_t> caps_;  // per rule
  std::uint32_t per_object_;
  std::vector<std::uint32_t> counts_;  // per rule, of the running scan
  std::uint64_t reports_ = 0;
  std::uint32_t encoded_reports_ = 0;
  TriggerMargins margins_;
  std::uint64_t part_begin_ = 0;    // of the part that is scanned
  EndRange wanted_{0, UINT64_MAX};  // ends elsewhere are not reported
  std::vector<Span> stretches_;
  TriggerEnds found_;
};

}  // namespace leakwarden::scanner
