#pragma once

// Where in a text do triggers end? Words are looked for first (word_finder.h): from stems our own
// automata go on (rules/stem_trigger.h), and around spellings Hyperscan reads, which it does over a
// whole text only where a trigger has none (a user's rule without a letter).
//
// A trigger reports its end offset only, and every end: `[a-z]{3,5}` on "abcde" ends at 3, 4 and 5.
// Triggers of encoded forms are a second database, which runs only over the stretches of a text
// where such forms can stand (encoded_stretches.h).
//
// Two budgets keep a hostile text from turning that into work:
//   - per rule (Limits::max_matches_per_rule, and a larger one for judged rules): the rule
//     *storms*; its ends are forgotten, other rules go on;
//   - per object (Limits::max_triggers_per_object), counting every report: the scan stops there.
//     Ends that are found from stems and pivots (rules/stem_trigger.h) have as large a budget of
//     their own; encoded forms, which cost more to judge, a smaller one (kMaxEncodedTriggers), and
//     come last. Of each kind, what ended before the stop is complete, since Hyperscan reports ends
//     in order.
//
// Thread rules: owns Hyperscan scratch; one per thread. The database must outlive it.

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "scanner/base/limits.h"
#include "scanner/base/result.h"
#include "scanner/match/copy_plan.h"
#include "scanner/match/gathered_stretches.h"
#include "scanner/match/gathered_windows.h"
#include "scanner/match/matcher.h"
#include "scanner/rules/encoded_trigger.h"
#include "scanner/rules/rule_list.h"
#include "scanner/rules/stem_trigger.h"

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
  // Where stems begin, ascending: all of the text's, or none where they were too many or only
  // ranges of it were scanned.
  std::vector<std::uint64_t> stem_begins;
};

// Reports of the rule in one text beyond which it storms.
std::uint32_t report_cap(const Rule& rule, const Limits& limits);

// Beyond it they are forgotten, and extraction searches as if there were none.
constexpr std::size_t kMostStemBegins = 1u << 20;

// What is read around a range of ends for those that lie in it.
struct ReadMargins {
  TriggerMargins all;    // by anything
  TriggerMargins words;  // by words, and by Hyperscan for plain triggers
  TriggerMargins first_pass;
};

class TriggerScanner {
 public:
  // `encoded`: the database of encoded forms, where there are any; `stems`: what is found without
  // the database, and where that need not be run. Errors: Io when scratch cannot be had.
  static Result<TriggerScanner> create(const hs_database* database, const RuleList& rules,
                                       const Limits& limits, const hs_database* encoded = nullptr,
                                       const StemTriggers* stems = nullptr);

  // Are matches of this rule known to begin at TriggerEnds::stem_begins?
  bool begins_at_stem(std::uint32_t rule) const {
    return stems_ != nullptr && !found_.stem_begins.empty() && stems_->begins_match(rule);
  }

  const std::vector<std::uint64_t>& stem_begins() const { return found_.stem_begins; }

  // The answer lives until the next call. TooLarge above 4 GiB − 1; Io when Hyperscan fails.
  Result<const TriggerEnds*> scan(std::string_view text);

  // The same of the ends in `ranges` (ascending, apart), reading margins() around each. What both
  // budgets count are these ends' reports.
  Result<const TriggerEnds*> scan_ranges(std::string_view text, std::span<const EndRange> ranges);

  // Whether a trigger ends at e, and in which forms, is decided by [e − left, e + right). Asks
  // every rule, once.
  const TriggerMargins& margins();

 private:
  struct FreeScratch {
    void operator()(hs_scratch* scratch) const;
  };
  TriggerScanner(const hs_database* database, const hs_database* encoded, const StemTriggers* stems,
                 const RuleList& rules, const Limits& limits);
  static int on_trigger(unsigned id, unsigned long long from, unsigned long long to, unsigned flags,
                        void* self);
  int take(std::uint64_t end, std::uint32_t rule, EncodedForm form);
  void keep_begin(std::uint64_t stem_begin);
  void find_words(const Span& part);
  int take_ends_of(std::uint32_t stem, std::uint64_t stem_end);
  void read_part(const Span& part);
  bool is_wanted(std::uint64_t end) const { return end >= wanted_.first && end <= wanted_.last; }
  Result<const TriggerEnds*> scan_parts(std::string_view text, std::span<const EndRange> ranges,
                                        const ReadMargins& margins);
  const ReadMargins& read_margins();
  void take_stem_ends();
  const TriggerEnds* put_in_order();
  Status prepare(const hs_database* database, bool& is_prepared);
  Status run_encoded(std::span<const Span> stretches);
  Status run_gathered();
  Status run_plain(const Span& part);
  Status run(const hs_database* database, const Span& part);
  Status run_over(const hs_database* database, std::string_view bytes);
  std::uint64_t end_in_text(std::uint64_t end) const {
    return is_gathered_ ? waiting_.end_in_text(end) : run_begin_ + end;
  }
  std::uint32_t cap_of(std::uint32_t rule);
  void reset();
  void forget_stormed();

  const hs_database* database_;
  const hs_database* encoded_;
  const StemTriggers* stems_;
  std::unique_ptr<hs_scratch, FreeScratch> scratch_;
  RuleList rules_;
  Limits limits_;
  std::vector<std::uint32_t> caps_;    // per rule; 0: not looked up yet
  std::vector<std::uint32_t> counts_;  // per rule, of the running scan
  bool counted_ = false;               // anything since they were zeroed
  std::uint64_t reports_ = 0;
  std::uint32_t encoded_reports_ = 0;
  std::string_view text_;        // that is scanned
  std::uint64_t run_begin_ = 0;  // of what Hyperscan reads of it
  EndRange wanted_;              // ends elsewhere are not reported
  std::optional<ReadMargins> margins_;
  bool encoded_is_prepared_ = false;
  bool plain_is_prepared_ = false;
  GatheredWindows windows_;                   // that Hyperscan reads
  std::vector<Span> stretches_;               // of all ranges, one after the other
  std::vector<std::size_t> stretches_until_;  // by range: where its last one ends
  GatheredStretches waiting_;                 // for Hyperscan
  bool is_gathered_ = false;                  // what Hyperscan reads
  std::vector<TriggerEnd> stem_ends_;
  bool keeps_stem_begins_ = false;  // of a whole text, until they are too many
  TriggerEnds found_;
};

}  // namespace leakwarden::scanner
