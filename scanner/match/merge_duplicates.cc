#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "scanner/match/lines.h"
#include "scanner/match/passes.h"

namespace leakwarden::scanner {
namespace {

using Value = std::pair<std::uint32_t, std::string_view>;  // rule, value

// By offset, and only those whose value another one has too: lines of a large object are counted
// when they matter.
std::vector<LocalVerdict*> repeated(std::string_view text, std::vector<LocalVerdict>& verdicts) {
  std::map<Value, std::size_t> times;
  for (const LocalVerdict& one : verdicts)
    if (one.reason == Reason::Kept) ++times[{one.rule, value_of(text, one)}];
  std::vector<LocalVerdict*> found;
  for (LocalVerdict& one : verdicts) {
    if (one.reason == Reason::Kept && times[{one.rule, value_of(text, one)}] > 1)
      found.push_back(&one);
  }
  std::sort(found.begin(), found.end(), [](const LocalVerdict* left, const LocalVerdict* right) {
    return left->secret.begin < right->secret.begin;
  });
  return found;
}

}  // namespace

void merge_duplicates(std::string_view text, std::vector<LocalVerdict>& verdicts) {
  std::set<std::pair<std::int64_t, Value>> seen;
  LineCursor cursor(text);
  for (LocalVerdict* verdict : repeated(text, verdicts)) {
    std::int64_t line = cursor.at(verdict->secret.begin).line;
    Value value{verdict->rule, value_of(text, *verdict)};
    if (!seen.emplace(line, value).second) verdict->reason = Reason::Duplicate;
  }
}

}  // namespace leakwarden::scanner
