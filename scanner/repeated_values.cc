#include "scanner/repeated_values.h"

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "scanner/match/passes.h"

namespace leakwarden::scanner {
namespace {

// Place and value. The views look into the findings, which stay where they are until the end.
using Key = std::tuple<PlaceKind, std::string_view, std::string, std::string_view>;

bool is_merged(const RuleSet& rules, const Finding& finding) {
  const Rule* rule = rules.find(finding.rule_id);
  return rule != nullptr && (rule->assigned || rule->judging != Judging::None || is_generic(*rule));
}

std::string_view bare_value(const Finding& finding) {
  constexpr std::string_view kAround = "=\"'` ()[]{}<>";
  std::string_view value = finding.secret.reveal(RevealFor::Matching);
  const std::size_t begin = value.find_first_not_of(kAround);
  if (begin == std::string_view::npos) return value;
  return value.substr(begin, value.find_last_not_of(kAround) - begin + 1);
}

bool is_better(const RuleSet& rules, const Finding& left, const Finding& right) {
  const bool left_named = !is_generic(*rules.find(left.rule_id));
  const bool right_named = !is_generic(*rules.find(right.rule_id));
  if (left_named != right_named) return left_named;
  return left.confidence > right.confidence;
}

void merge(std::vector<Finding>& findings, std::size_t best, const std::vector<std::size_t>& all) {
  Finding& one = findings[best];
  for (std::size_t at : all) {
    if (at == best) continue;
    const Finding& other = findings[at];
    one.confidence = std::max(one.confidence, other.confidence);
    one.other_lines.push_back(other.location.range.start_line);
    one.other_lines.insert(one.other_lines.end(), other.other_lines.begin(),
                           other.other_lines.end());
  }
  std::sort(one.other_lines.begin(), one.other_lines.end());
  one.other_lines.erase(std::unique(one.other_lines.begin(), one.other_lines.end()),
                        one.other_lines.end());
  std::erase(one.other_lines, one.location.range.start_line);
}

}  // namespace

std::string member_of(const Finding& finding) {
  std::string member;
  for (const std::string& place : finding.decoded) {
    if (place.find(':') != std::string::npos) member += place + '\n';
  }
  return member;
}

void merge_repeated_values(const RuleSet& rules, std::vector<Finding>& findings, std::size_t from) {
  if (findings.size() < from + 2) return;
  std::map<Key, std::vector<std::size_t>> places;
  for (std::size_t at = from; at < findings.size(); ++at) {
    const Finding& finding = findings[at];
    if (!is_merged(rules, finding)) continue;
    places[{finding.location.kind, finding.location.path, member_of(finding), bare_value(finding)}]
        .push_back(at);
  }
  std::vector<bool> gone(findings.size() - from, false);
  for (const std::pair<const Key, std::vector<std::size_t>>& place : places) {
    const std::vector<std::size_t>& all = place.second;
    std::size_t best = all.front();
    for (std::size_t at : all) {
      if (is_better(rules, findings[at], findings[best])) best = at;
    }
    if (all.size() > 1) merge(findings, best, all);
    for (std::size_t at : all) gone[at - from] = at != best;
  }
  // Those before `from` may be a whole history's: they are not looked at.
  std::size_t index = 0;
  const auto first = findings.begin() + static_cast<std::ptrdiff_t>(from);
  findings.erase(
      std::remove_if(first, findings.end(), [&](const Finding&) { return gone[index++]; }),
      findings.end());
}

}  // namespace leakwarden::scanner
