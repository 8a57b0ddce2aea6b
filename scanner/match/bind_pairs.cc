// Keys of two halves: the secret one and the id that belongs to it.
//
//   AWS_ACCESS_KEY_ID=AKIA…            an id half
//   AWS_SECRET_ACCESS_KEY=wJal…        a secret half, whose rule names the id's rule in `pair:`
//
// Where several pairs stand in one text, order tells which belong together: if an id is the first
// half in the text, ids stand before their secrets, else behind them. A secret takes the nearest id
// on that side within reach, and only without one the nearest on the other side.

#include <re2/re2.h>

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "scanner/match/passes.h"
#include "scanner/rules/pattern.h"

namespace leakwarden::scanner {
namespace {

constexpr std::size_t kMaxPatternIds = 1000;  // in one text

using Ids = std::vector<PairedId>;  // by begin

bool earlier(const PairedId& left, const PairedId& right) {
  return left.span.begin < right.span.begin;
}

std::uint64_t gap_between(const Span& left, const Span& right) {
  return right.begin > left.end ? right.begin - left.end : 0;
}

class Binder {
 public:
  Binder(const RuleList& rules, std::string_view text, std::vector<LocalVerdict>& verdicts)
      : rules_(rules), text_(text), verdicts_(verdicts) {}

  void bind() {
    for (LocalVerdict& verdict : verdicts_) {
      const Rule& rule = rules_[verdict.rule];
      if (verdict.reason != Reason::Kept || rule.pair.empty()) continue;
      const Ids& ids = ids_for(verdict.rule);
      verdict.pair = nearest(ids, verdict.secret, rule.pair.reach, first_secret(verdict.rule));
      if (!verdict.pair && rule.pair.needed) verdict.reason = Reason::NoPair;
    }
  }

 private:
  // All ids a rule's secrets may belong to, looked up once.
  const Ids& ids_for(std::uint32_t secret_rule) {
    const auto [slot, is_new] = ids_.try_emplace(secret_rule);
    if (!is_new) return slot->second;
    const Rule& rule = rules_[secret_rule];
    Ids ids = rule.pair.pattern.empty() ? Ids{} : ids_of_pattern(rule);
    for (const LocalVerdict& verdict : verdicts_) {
      const std::vector<std::string>& with = rule.pair.with;
      if (verdict.reason == Reason::Kept &&
          std::find(with.begin(), with.end(), rules_[verdict.rule].id) != with.end())
        ids.push_back({verdict.rule, verdict.secret, std::string(value_of(text_, verdict))});
    }
    std::sort(ids.begin(), ids.end(), earlier);
    slot->second = std::move(ids);
    return slot->second;
  }

  Ids ids_of_pattern(const Rule& rule) const {
    Ids ids;
    RE2 pattern(rule.pair.pattern, pattern_options());
    if (!pattern.ok()) return ids;
    const std::map<std::string, int>& names = pattern.NamedCapturingGroups();
    const std::map<std::string, int>::const_iterator name = names.find("id");
    std::size_t group = name == names.end() ? 0 : static_cast<std::size_t>(name->second);
    std::vector<re2::StringPiece> groups(group + 1);
    re2::StringPiece subject(text_.data(), text_.size());
    for (std::size_t at = 0; at <= text_.size() && ids.size() < kMaxPatternIds;) {
      if (!pattern.Match(subject, at, text_.size(), RE2::UNANCHORED, groups.data(),
                         static_cast<int>(groups.size())))
        break;
      std::uint64_t begin = static_cast<std::uint64_t>(groups[group].data() - text_.data());
      const re2::StringPiece& id = groups[group];
      if (id.size() > 0)
        ids.push_back({PairedId::kNoRule, {begin, begin + id.size()}, id.as_string()});
      std::size_t end =
          static_cast<std::size_t>(groups[0].data() - text_.data()) + groups[0].size();
      at = std::max(end, at + 1);
    }
    return ids;
  }

  std::uint64_t first_secret(std::uint32_t secret_rule) {
    const auto [slot, is_new] = first_secret_.try_emplace(secret_rule, text_.size());
    if (!is_new) return slot->second;
    for (const LocalVerdict& verdict : verdicts_) {
      if (verdict.rule == secret_rule && verdict.reason == Reason::Kept)
        slot->second = std::min(slot->second, verdict.secret.begin);
    }
    return slot->second;
  }

  static std::optional<PairedId> nearest(const Ids& ids, const Span& secret, std::uint32_t reach,
                                         std::uint64_t first_secret) {
    std::optional<PairedId> before;
    std::optional<PairedId> behind;
    Ids::const_iterator next =
        std::lower_bound(ids.begin(), ids.end(), PairedId{PairedId::kNoRule, secret, ""}, earlier);
    for (; next != ids.end() && !behind; ++next) {
      if (next->span.begin >= secret.end) behind = *next;
      if (next->span.begin > secret.end) break;
    }
    for (Ids::const_iterator last = next; last != ids.begin() && !before; --last) {
      if (std::prev(last)->span.end <= secret.begin) before = *std::prev(last);
    }
    if (before && gap_between(before->span, secret) > reach) before.reset();
    if (behind && gap_between(secret, behind->span) > reach) behind.reset();
    bool ids_lead = !ids.empty() && ids.front().span.begin < first_secret;
    return ids_lead ? (before ? before : behind) : (behind ? behind : before);
  }

  RuleList rules_;
  std::string_view text_;
  std::vector<LocalVerdict>& verdicts_;
  std::map<std::uint32_t, Ids> ids_;                     // by the secret half's rule
  std::map<std::uint32_t, std::uint64_t> first_secret_;  // by the secret half's rule
};

}  // namespace

void bind_pairs(const RuleList& rules, std::string_view text, std::vector<LocalVerdict>& verdicts) {
  Binder(rules, text, verdicts).bind();
}

}  // namespace leakwarden::scanner
