#include "scanner/match/judgement_memo.h"

#include <algorithm>
#include <functional>

namespace leakwarden::scanner {
namespace {

Span moved_left(const Span& span, std::uint64_t by) {
  return {span.begin - by, span.end - by};
}

Span moved_right(const Span& span, std::uint64_t by) {
  return {span.begin + by, span.end + by};
}

// Of a word that may not be there.
Span word_moved_left(const Span& word, std::uint64_t by) {
  return word.size() == 0 ? Span{} : moved_left(word, by);
}

Span word_moved_right(const Span& word, std::uint64_t by) {
  return word.size() == 0 ? Span{} : moved_right(word, by);
}

}  // namespace

bool JudgementMemo::is_same(const Question& one, const Question& other) {
  return one.family == other.family && one.at_begin == other.at_begin &&
         one.at_end == other.at_end && one.match == other.match && one.secret == other.secret &&
         one.bytes == other.bytes;
}

bool JudgementMemo::recall(std::string_view text, const Candidate& candidate, std::uint64_t reach,
                           LocalVerdict& verdict) {
  const Span match = candidate.match;
  const std::uint64_t begin = match.begin - std::min(match.begin, reach);
  const std::uint64_t end = match.end + std::min<std::uint64_t>(text.size() - match.end, reach);
  slot_ = kSlots;
  if (end - begin > kMostBytes) return false;
  if (slots_.empty()) slots_.resize(kSlots);
  asked_begin_ = begin;
  asked_ = {text.substr(begin, end - begin),
            verdict.family,
            begin == 0,
            end == text.size(),
            moved_left(match, begin),
            moved_left(candidate.secret, begin)};
  slot_ = std::hash<std::string_view>()(asked_.bytes) % kSlots;
  if (!slots_[slot_] || !is_same(slots_[slot_]->question, asked_)) return false;
  const Judgement& known = *slots_[slot_];
  verdict.rule = known.rule;
  verdict.secret = moved_right(known.secret, begin);
  verdict.named_by = word_moved_right(known.named_by, begin);
  verdict.own_name.reset();
  if (known.own_name) verdict.own_name = word_moved_right(*known.own_name, begin);
  verdict.reason = known.reason;
  verdict.credential_score = known.credential_score;
  verdict.strong_score = known.strong_score;
  return true;
}

void JudgementMemo::remember(const LocalVerdict& verdict) {
  if (slot_ == kSlots) return;
  if (!slots_[slot_]) slots_[slot_] = std::make_unique<Judgement>();
  Judgement& made = *slots_[slot_];
  made.bytes.assign(asked_.bytes);
  made.question = asked_;
  made.question.bytes = made.bytes;
  made.rule = verdict.rule;
  made.secret = moved_left(verdict.secret, asked_begin_);
  made.named_by = word_moved_left(verdict.named_by, asked_begin_);
  made.own_name.reset();
  if (verdict.own_name) made.own_name = word_moved_left(*verdict.own_name, asked_begin_);
  made.reason = verdict.reason;
  made.credential_score = verdict.credential_score;
  made.strong_score = verdict.strong_score;
}

}  // namespace leakwarden::scanner
