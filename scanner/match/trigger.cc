#include "scanner/match/trigger.h"

#include <hs.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include <fmt/core.h>

#include "scanner/match/first_pass.h"
#include "scanner/match/word_finder.h"

namespace leakwarden::scanner {
namespace {

Error hyperscan_error(const char* what, hs_error_t code) {
  return Error::io(what, "", fmt::format("Hyperscan error {}", code));
}

// An encoded form's trigger is at most kMaxEncodedTriggerBytes long and counts only in a stretch of
// kShortestStretch bytes, which may lie on either side of it. A stem and a pivot lie in their
// trigger.
TriggerMargins encoded_margins() {
  return {kMaxEncodedTriggerBytes + kShortestStretch + 1, kShortestStretch + 1};
}

ReadMargins margins_of(const RuleList& rules, const StemTriggers* stems) {
  ReadMargins margins{encoded_margins(), {0, 0}, encoded_margins()};
  for (const Rule& rule : rules)
    margins.words.left = std::max<std::uint64_t>(margins.words.left, rule.trigger_width + 1);
  margins.all.left = std::max(margins.all.left, margins.words.left);
  const std::vector<std::uint32_t> of_pivots =
      stems != nullptr ? stems->rules_of_pivots() : std::vector<std::uint32_t>();
  for (const std::uint32_t rule : of_pivots) {
    std::uint64_t& left = margins.first_pass.left;
    left = std::max<std::uint64_t>(left, rules[rule].trigger_width + 1);
  }
  return margins;
}

Span part_around(const EndRange& range, const TriggerMargins& margins, std::uint64_t text_bytes) {
  return {range.first - std::min(range.first, margins.left),
          std::min<std::uint64_t>(text_bytes, range.last + margins.right)};
}

bool in_order(const TriggerEnd& left, const TriggerEnd& right) {
  return std::tie(left.end, left.rule, left.form) < std::tie(right.end, right.rule, right.form);
}

void sort_each_once(std::vector<TriggerEnd>& ends) {
  std::sort(ends.begin(), ends.end(), in_order);
  ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
}

}  // namespace

std::uint32_t report_cap(const Rule& rule, const Limits& limits) {
  switch (rule.judging) {
    case Judging::None:
      return limits.max_matches_per_rule;
    case Judging::Credential:
      return limits.max_judged_matches_per_rule;
    case Judging::Provider:
      return limits.max_named_matches_per_rule;
  }
  return 0;
}

void TriggerScanner::FreeScratch::operator()(hs_scratch* scratch) const {
  hs_free_scratch(scratch);
}

Result<TriggerScanner> TriggerScanner::create(const hs_database* database, const RuleList& rules,
                                              const Limits& limits, const hs_database* encoded,
                                              const StemTriggers* stems) {
  TriggerScanner scanner(database, encoded, stems, rules, limits);
  const bool needs_all = stems == nullptr || !stems->words().finds_all();
  if (needs_all) LEAKWARDEN_CHECK(scanner.prepare(database, scanner.plain_is_prepared_));
  return scanner;
}

TriggerScanner::TriggerScanner(const hs_database* database, const hs_database* encoded,
                               const StemTriggers* stems, const RuleList& rules,
                               const Limits& limits)
    : database_(database),
      encoded_(encoded),
      stems_(stems),
      rules_(rules),
      limits_(limits),
      caps_(rules.size(), 0),
      counts_(rules.size(), 0) {}

// Looked up with a rule's first trigger: most rules never have one.
std::uint32_t TriggerScanner::cap_of(std::uint32_t rule) {
  if (caps_[rule] == 0) caps_[rule] = report_cap(rules_[rule], limits_);
  return caps_[rule];
}

const TriggerMargins& TriggerScanner::margins() {
  return read_margins().all;
}

const ReadMargins& TriggerScanner::read_margins() {
  if (!margins_) margins_ = margins_of(rules_, stems_);
  return *margins_;
}

// Reports: 1 stops Hyperscan.
int TriggerScanner::on_trigger(unsigned id, unsigned long long, unsigned long long to, unsigned,
                               void* self) {
  TriggerScanner& scanner = *static_cast<TriggerScanner*>(self);
  const std::size_t rules = scanner.counts_.size();
  const std::uint64_t end = scanner.end_in_text(to);
  if (!scanner.is_wanted(end)) return 0;
  return scanner.take(end, static_cast<std::uint32_t>(id % rules),
                      static_cast<EncodedForm>(id / rules));
}

int TriggerScanner::take(std::uint64_t end, std::uint32_t rule, EncodedForm form) {
  if (++reports_ > limits_.max_triggers_per_object) return 1;
  if (form != EncodedForm::Plain && ++encoded_reports_ > kMaxEncodedTriggers) return 1;
  counted_ = true;
  const std::uint32_t count = ++counts_[rule];
  const std::uint32_t cap = cap_of(rule);
  if (count <= cap)
    found_.ends.push_back({end, rule, form});
  else if (count == cap + 1)
    found_.stormed.push_back(rule);
  return 0;
}

// Ends from stems, and where Hyperscan has to read.
void TriggerScanner::find_words(const Span& part) {
  const WordTable& words = stems_->words();
  const bool stopped =
      for_each_word(words, text_, part, [&](const WordTable::Word& word, std::uint64_t begin) {
        if (begin + word.right < wanted_.first) return true;
        if (word.stem == kNoStem) {
          windows_.add(begin - std::min<std::uint64_t>(begin - part.begin, word.left),
                       std::min<std::uint64_t>(part.end, begin + word.right));
          return true;
        }
        keep_begin(begin);
        return take_ends_of(word.stem, begin + word.length) == 0;
      });
  found_.limit_reached |= stopped;
}

// 1 stops it: they are more than will be counted.
int TriggerScanner::take_ends_of(std::uint32_t stem, std::uint64_t stem_end) {
  stems_->follow(stem, text_, stem_end, [&](std::uint32_t rule, std::uint64_t end) {
    if (is_wanted(end)) stem_ends_.push_back({end, rule, EncodedForm::Plain});
  });
  if (stem_ends_.size() <= 2 * std::size_t{limits_.max_triggers_per_object}) return 0;
  sort_each_once(stem_ends_);
  return stem_ends_.size() > limits_.max_triggers_per_object ? 1 : 0;
}

// What else than Hyperscan tells of a part: ends from pivots, and where encoded forms can stand.
void TriggerScanner::read_part(const Span& part) {
  const bool has_pivots = stems_ != nullptr && stems_->has_pivots();
  if (!has_pivots && encoded_ == nullptr) return;
  FirstPass pass(text_, part, stretches_);
  while (const std::optional<std::uint64_t> at = pass.next_pivot()) {
    if (!has_pivots) continue;
    const std::uint32_t stem = stems_->pivot(text_, *at);
    if (stem != kNoStem && take_ends_of(stem, *at + 1) != 0) return;
  }
  stretches_until_.push_back(stretches_.size());
}

void TriggerScanner::keep_begin(std::uint64_t stem_begin) {
  keeps_stem_begins_ = keeps_stem_begins_ && found_.stem_begins.size() < kMostStemBegins;
  if (keeps_stem_begins_) found_.stem_begins.push_back(stem_begin);
}

// Several stems before one end find it more than once ("secret_key = "), so they are counted last.
void TriggerScanner::take_stem_ends() {
  sort_each_once(stem_ends_);
  const std::uint64_t of_others = std::exchange(reports_, 0);
  for (const TriggerEnd& one : stem_ends_) {
    if (take(one.end, one.rule, one.form) == 0) continue;
    found_.limit_reached = true;
    break;
  }
  reports_ = of_others;
  stem_ends_.clear();
}

Result<const TriggerEnds*> TriggerScanner::scan(std::string_view text) {
  const EndRange whole{0, text.size()};
  return scan_parts(text, {&whole, 1}, {});
}

Result<const TriggerEnds*> TriggerScanner::scan_ranges(std::string_view text,
                                                       std::span<const EndRange> ranges) {
  return scan_parts(text, ranges, read_margins());
}

// Kind by kind, as the budgets count: plain triggers, those from stems, encoded forms.
Result<const TriggerEnds*> TriggerScanner::scan_parts(std::string_view text,
                                                      std::span<const EndRange> ranges,
                                                      const ReadMargins& margins) {
  if (text.size() > UINT32_MAX) return Error::too_large("match a text", "", "4 GiB or more");
  reset();
  text_ = text;
  keeps_stem_begins_ = ranges.size() == 1 && ranges.front() == EndRange{0, text.size()};
  for (const EndRange& range : ranges) {
    if (found_.limit_reached) break;
    wanted_ = range;
    LEAKWARDEN_CHECK(run_plain(part_around(range, margins.words, text.size())));
    read_part(part_around(range, margins.first_pass, text.size()));
  }
  if (!keeps_stem_begins_ || found_.limit_reached) found_.stem_begins.clear();
  std::sort(found_.stem_begins.begin(), found_.stem_begins.end());
  take_stem_ends();
  for (std::size_t i = 0; i < ranges.size() && !found_.limit_reached && encoded_ != nullptr; ++i) {
    wanted_ = ranges[i];
    const std::size_t begin = i == 0 ? 0 : stretches_until_[i - 1];
    LEAKWARDEN_CHECK(
        run_encoded(std::span(stretches_).subspan(begin, stretches_until_[i] - begin)));
  }
  return put_in_order();
}

const TriggerEnds* TriggerScanner::put_in_order() {
  forget_stormed();
  sort_each_once(found_.ends);
  return &found_;
}

Status TriggerScanner::run_encoded(std::span<const Span> stretches) {
  if (!stretches.empty()) LEAKWARDEN_CHECK(prepare(encoded_, encoded_is_prepared_));
  for (const Span& stretch : stretches) {
    const bool is_long = stretch.size() > GatheredStretches::kLongest;
    if (is_long || waiting_.is_full()) LEAKWARDEN_CHECK(run_gathered());
    if (is_long && !found_.limit_reached) LEAKWARDEN_CHECK(run(encoded_, stretch));
    if (found_.limit_reached) break;
    if (!is_long) waiting_.add(text_, stretch);
  }
  return run_gathered();
}

// When first needed: Hyperscan reads a whole database before it gives scratch for it, which is a
// third of what a hook costs that has none.
Status TriggerScanner::prepare(const hs_database* database, bool& is_prepared) {
  if (is_prepared) return done();
  hs_scratch_t* grown = scratch_.release();
  const hs_error_t code = hs_alloc_scratch(database, &grown);
  scratch_.reset(grown);
  if (code != HS_SUCCESS) return hyperscan_error("prepare the matcher", code);
  is_prepared = true;
  return done();
}

// What waits is found in the order of the text, as if each stretch were read where it lies.
Status TriggerScanner::run_gathered() {
  is_gathered_ = true;
  const Status status =
      waiting_.empty() || found_.limit_reached ? done() : run_over(encoded_, waiting_.bytes());
  is_gathered_ = false;
  waiting_.clear();
  return status;
}

// Everything, or the windows around spellings: a trigger looks at nothing but what it matches, so
// what ends in a window ends in the text.
Status TriggerScanner::run_plain(const Span& part) {
  if (stems_ != nullptr) find_words(part);
  if (stems_ == nullptr || !stems_->words().finds_all()) return run(database_, part);
  if (windows_.empty()) return done();
  LEAKWARDEN_CHECK(prepare(database_, plain_is_prepared_));
  for (const Span& window : windows_.in_order()) {
    LEAKWARDEN_CHECK(run(database_, window));
    if (reports_ > limits_.max_triggers_per_object) break;
  }
  windows_.clear();
  return done();
}

Status TriggerScanner::run(const hs_database* database, const Span& part) {
  run_begin_ = part.begin;
  return run_over(database, text_.substr(part.begin, part.size()));
}

Status TriggerScanner::run_over(const hs_database* database, std::string_view bytes) {
  const char* begin = bytes.data() != nullptr ? bytes.data() : "";
  const hs_error_t code = hs_scan(database, begin, static_cast<unsigned>(bytes.size()), 0,
                                  scratch_.get(), on_trigger, this);
  if (code != HS_SUCCESS && code != HS_SCAN_TERMINATED) {
    return hyperscan_error("match a text", code);
  }
  found_.limit_reached |= code == HS_SCAN_TERMINATED;
  return done();
}

void TriggerScanner::reset() {
  if (counted_) std::fill(counts_.begin(), counts_.end(), 0);
  counted_ = false;
  reports_ = 0;
  stem_ends_.clear();
  stretches_.clear();
  stretches_until_.clear();
  waiting_.clear();
  windows_.clear();
  encoded_reports_ = 0;
  found_.ends.clear();
  found_.stem_begins.clear();
  found_.stormed.clear();
  found_.limit_reached = false;
}

void TriggerScanner::forget_stormed() {
  if (found_.stormed.empty()) return;
  std::sort(found_.stormed.begin(), found_.stormed.end());
  std::erase_if(found_.ends,
                [this](const TriggerEnd& end) { return counts_[end.rule] > cap_of(end.rule); });
}

}  // namespace leakwarden::scanner
