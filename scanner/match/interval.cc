#include "scanner/match/interval.h"

#include <algorithm>

namespace leakwarden::scanner {
namespace {

Span around(std::uint64_t centre, std::uint64_t left, std::uint64_t right, std::uint64_t size) {
  return {centre - std::min(centre, left), centre + std::min(size - centre, right)};
}

}  // namespace

Span search_window(const Rule& rule, std::uint64_t trigger_end, std::uint64_t text_size) {
  std::uint64_t width = rule.locality == Locality::Object ? rule.max_bytes : rule.width;
  return around(trigger_end, rule.before, width, text_size);
}

DependencyReach dependency_reach(const Rule& rule) {
  std::uint64_t reach = rule.context.words.empty() ? 0 : rule.context.reach;
  if (rule.judging != Judging::None) reach = std::max<std::uint64_t>(reach, kJudgeReach);
  std::uint64_t before = std::max(rule.before, rule.trigger_width);
  std::uint64_t width = std::max(rule.width, 1u);
  return {before + reach + 1, width + reach + 1};
}

Span dependency_interval(const Rule& rule, std::uint64_t trigger_end, std::uint64_t text_size) {
  if (rule.locality == Locality::Object) return {0, text_size};
  const DependencyReach reach = dependency_reach(rule);
  return around(trigger_end, reach.left, reach.right, text_size);
}

}  // namespace leakwarden::scanner
