#include "scanner/ledger/rule_change.h"

#include <algorithm>
#include <map>
#include <utility>

#include "scanner/base/body.h"
#include "scanner/rules/rule_codec.h"

namespace leakwarden::scanner {
namespace {

using ById = std::map<std::string, const Rule*>;

ById by_id(const std::vector<Rule>& rules) {
  ById all;
  for (const Rule& rule : rules) all.emplace(rule.id, &rule);
  return all;
}

// Rules of `from` that `to` does not have, or has otherwise.
std::vector<Rule> missing_or_other(const ById& from, const ById& to, const std::string& suffix) {
  std::vector<Rule> differ;
  for (const ById::value_type& one : from) {
    const ById::const_iterator other = to.find(one.first);
    if (other != to.end() && digest_of({*other->second}) == digest_of({*one.second})) continue;
    differ.push_back(*one.second);
    differ.back().id += suffix;
    differ.back().pair = PairedWith{};
    differ.back().id_half = false;
  }
  return differ;
}

bool finds_by_itself(const Rule& rule) {
  return !rule.assigned && !rule.any_shape && rule.judging == Judging::None;
}

}  // namespace

std::optional<std::vector<Rule>> versions_that_differ(const std::vector<Rule>& before,
                                                      const std::vector<Rule>& now) {
  const ById earlier = by_id(before);
  const ById present = by_id(now);
  std::vector<Rule> differ = missing_or_other(earlier, present, "-before");
  std::vector<Rule> of_now = missing_or_other(present, earlier, "-now");
  std::move(of_now.begin(), of_now.end(), std::back_inserter(differ));
  std::sort(differ.begin(), differ.end(),
            [](const Rule& left, const Rule& right) { return left.id < right.id; });
  const bool tells = !differ.empty() && differ.size() <= kMostChangedVersions &&
                     std::all_of(differ.begin(), differ.end(), finds_by_itself);
  if (!tells) return std::nullopt;
  return differ;
}

std::string encode_rules(const std::vector<Rule>& rules) {
  BodyWriter out;
  out(std::uint64_t{rules.size()}, encode_verdict_fields(rules));
  return std::move(out).body();
}

std::optional<std::vector<Rule>> decode_rules(std::string_view bytes) {
  BodyReader in(bytes);
  std::uint64_t count = 0;
  std::string fields;
  in(count, fields);
  if (!in.finished()) return std::nullopt;
  Result<std::vector<Rule>> rules = decode_verdict_fields(fields, count);
  if (!rules.ok()) return std::nullopt;
  return std::move(*rules);
}

}  // namespace leakwarden::scanner
