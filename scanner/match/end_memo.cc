#include "scanner/match/end_memo.h"

#include <algorithm>
#include <cstring>

namespace leakwarden::scanner {

EndMemo::Stretch EndMemo::stretch(std::string_view text, const EndRange& wanted,
                                  const TriggerMargins& margins) {
  const std::uint64_t begin = wanted.first - std::min(wanted.first, margins.left);
  const std::uint64_t end = std::min<std::uint64_t>(text.size(), wanted.last + margins.right);
  const std::uint64_t tag = (wanted.first - begin) << 32 | (end - wanted.last);
  return {wanted, begin, RecentBytes::key(text.substr(begin, end - begin), tag)};
}

// Behind a line of which 8 bytes, mixed, say so: one in 16.
std::uint64_t EndMemo::end_of_part(std::string_view text, const EndRange& wanted) {
  constexpr std::uint64_t kOdd = 0x9e3779b97f4a7c15ull;
  if (wanted.last - wanted.first <= 2 * kShortestPart) return wanted.last;
  const std::uint64_t latest = std::min(wanted.last, wanted.first + kLongestPart);
  std::uint64_t at = wanted.first + kShortestPart;
  while (at < latest) {
    const std::size_t line_end = text.substr(0, latest).find('\n', at);
    if (line_end == std::string_view::npos) break;
    at = line_end + 1;
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + line_end - sizeof word, sizeof word);
    if (word * kOdd >> 60 == 0) return at;
  }
  return latest;
}

bool EndMemo::recall(const Stretch& stretch, std::vector<TriggerEnd>& ends) const {
  const std::optional<std::size_t> number = stretches_.find(stretch.key);
  if (!number) return false;
  for (const TriggerEnd& one : ends_[*number])
    ends.push_back({one.end + stretch.begin, one.rule, one.form});
  return true;
}

void EndMemo::remember(const Stretch& stretch, std::span<const TriggerEnd> ends) {
  if (ends.size() > kMostEnds) return;
  const std::optional<std::size_t> number = stretches_.note(stretch.key);
  if (!number) return;
  if (ends_.empty()) ends_.resize(RecentBytes::kSlots);
  std::vector<TriggerEnd>& kept = ends_[*number];
  kept.clear();
  for (const TriggerEnd& one : ends) kept.push_back({one.end - stretch.begin, one.rule, one.form});
}

}  // namespace leakwarden::scanner
