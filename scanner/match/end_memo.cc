#include "scanner/match/end_memo.h"

#include <algorithm>

namespace leakwarden::scanner {

EndMemo::Stretch EndMemo::stretch(std::string_view text, const EndRange& wanted,
                                  const TriggerMargins& margins) {
  const std::uint64_t begin = wanted.first - std::min(wanted.first, margins.left);
  const std::uint64_t end = std::min<std::uint64_t>(text.size(), wanted.last + margins.right);
  const std::uint64_t tag = (wanted.first - begin) << 32 | (end - wanted.last);
  return {wanted, begin, RecentBytes::key(text.substr(begin, end - begin), tag)};
}

bool EndMemo::recall(const Stretch& stretch, std::vector<TriggerEnd>& ends) const {
  const std::optional<std::size_t> number = stretches_.find(stretch.key);
  if (!number) return false;
  for (const TriggerEnd& one : ends_[*number])
    ends.push_back({one.end + stretch.begin, one.rule, one.form});
  return true;
}

void EndMemo::remember(const Stretch& stretch, std::span<const TriggerEnd> ends) {
  const std::optional<std::size_t> number = stretches_.note(stretch.key);
  if (!number) return;
  if (ends_.empty()) ends_.resize(RecentBytes::kSlots);
  std::vector<TriggerEnd>& kept = ends_[*number];
  kept.clear();
  for (const TriggerEnd& one : ends) kept.push_back({one.end - stretch.begin, one.rule, one.form});
}

}  // namespace leakwarden::scanner
