#include "scanner/match/candidate_memo.h"

#include <algorithm>

namespace leakwarden::scanner {
namespace {

// `by` wraps around where it moves left.
Candidate moved_by(Candidate candidate, std::uint64_t by) {
  const auto move = [by](Span& span) { span = {span.begin + by, span.end + by}; };
  move(candidate.match);
  move(candidate.secret);
  for (Companion& one : candidate.companions) move(one.span);
  return candidate;
}

}  // namespace

std::optional<bool> CandidateMemo::recall(std::uint32_t rule, std::string_view text,
                                          const Span& window, std::uint64_t trigger_end,
                                          Candidate& candidate) {
  const std::uint64_t begin = window.begin - std::min<std::uint64_t>(window.begin, 1);
  const std::uint64_t end = std::min<std::uint64_t>(text.size(), window.end + 1);
  const std::uint64_t borders = (begin == 0 ? 2u : 0u) + (end == text.size() ? 1u : 0u);
  const std::uint64_t tag = std::uint64_t{rule} << 32 | (trigger_end - begin) << 2 | borders;
  asked_ = RecentBytes::key(text.substr(begin, end - begin), tag);
  asked_begin_ = begin;
  const std::optional<std::size_t> number = windows_.find(asked_);
  if (!number) return std::nullopt;
  const Answer& answer = answers_[*number];
  if (answer.found) candidate = moved_by(answer.candidate, begin);
  return answer.found;
}

void CandidateMemo::remember(bool found, const Candidate& candidate) {
  const std::optional<std::size_t> number = windows_.note(asked_);
  if (!number) return;
  if (answers_.empty()) answers_.resize(RecentBytes::kSlots);
  answers_[*number] = {found, found ? moved_by(candidate, -asked_begin_) : Candidate{}};
}

}  // namespace leakwarden::scanner
