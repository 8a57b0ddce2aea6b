#include <algorithm>
#include <cstddef>
#include <tuple>

#include "scanner/match/passes.h"

namespace leakwarden::scanner {
namespace {

using Identity =
    std::tuple<std::uint32_t, std::uint64_t, std::uint64_t, std::uint64_t, std::uint64_t>;

Identity identity_of(const LocalVerdict& verdict) {
  return {verdict.rule, verdict.match.begin, verdict.match.end, verdict.secret.begin,
          verdict.secret.end};
}

}  // namespace

void drop_duplicate_ends(std::vector<LocalVerdict>& verdicts) {
  std::vector<std::pair<Identity, std::size_t>> order;
  order.reserve(verdicts.size());
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    if (verdicts[i].reason != Reason::NoMatch) order.emplace_back(identity_of(verdicts[i]), i);
  }
  std::sort(order.begin(), order.end());
  std::vector<bool> repeated(verdicts.size(), false);
  for (std::size_t i = 1; i < order.size(); ++i) {
    if (order[i].first == order[i - 1].first) repeated[order[i].second] = true;
  }
  std::size_t index = 0;
  std::erase_if(verdicts, [&](const LocalVerdict&) { return repeated[index++]; });
}

}  // namespace leakwarden::scanner
