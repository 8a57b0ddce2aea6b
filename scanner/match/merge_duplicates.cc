#include <algorithm>
#include <set>
#include <tuple>

#include "scanner/match/lines.h"
#include "scanner/match/passes.h"

namespace leakwarden::scanner {

void merge_duplicates(std::string_view text, std::vector<LocalVerdict>& verdicts) {
  std::vector<LocalVerdict*> kept;
  for (LocalVerdict& verdict : verdicts) {
    if (verdict.reason == Reason::Kept) kept.push_back(&verdict);
  }
  std::sort(kept.begin(), kept.end(), [](const LocalVerdict* left, const LocalVerdict* right) {
    return std::tie(left->secret.begin, left->rule) < std::tie(right->secret.begin, right->rule);
  });
  using Seen = std::tuple<std::int64_t, std::uint32_t, std::string_view>;  // line, rule, value
  std::set<Seen> seen;
  LineCursor cursor(text);
  for (LocalVerdict* verdict : kept) {
    std::int64_t line = cursor.at(verdict->secret.begin).line;
    std::string_view value = text.substr(verdict->secret.begin, verdict->secret.size());
    if (!seen.emplace(line, verdict->rule, value).second) verdict->reason = Reason::Duplicate;
  }
}

}  // namespace leakwarden::scanner
