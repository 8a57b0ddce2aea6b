// Which of several rules names a secret.
//
//   url    https://ci:ghp_0a1b…@github.com/x.git
//   rules  generic-url-credentials  "ghp_0a1b…"  (a password)
//          github-personal-access-token "ghp_0a1b…"  → stays, it knows where to revoke it
//
// The best verdict is accepted first and every one that shares bytes with an accepted one yields,
// also to one that itself would have yielded to nobody else: greedy, so that the result does not
// depend on the order of arrival.

#include <algorithm>
#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include "scanner/match/judge/file_terms.h"
#include "scanner/match/judge/judge_verdict.h"
#include "scanner/match/passes.h"

namespace leakwarden::scanner {
namespace {

class Better {
 public:
  explicit Better(const RuleList& rules) : rules_(rules) {}

  bool operator()(const LocalVerdict* left, const LocalVerdict* right) const {
    const Rule& a = rules_[left->rule];
    const Rule& b = rules_[right->rule];
    if (rank(*left) != rank(*right)) return rank(*left) < rank(*right);
    if (a.judging != Judging::None && left->credential_score != right->credential_score)
      return left->credential_score > right->credential_score;
    if (is_generic(a) && a.judging != Judging::None && left->secret.size() != right->secret.size())
      return left->secret.size() < right->secret.size();
    if (left->secret.size() != right->secret.size())
      return left->secret.size() > right->secret.size();
    if (a.checksum.empty() != b.checksum.empty()) return b.checksum.empty();
    if (a.severity != b.severity) return a.severity > b.severity;
    if (a.id != b.id) return a.id < b.id;
    if (left->secret.begin != right->secret.begin) return left->secret.begin < right->secret.begin;
    return left->trigger_end < right->trigger_end;
  }

 private:
  // What knows best where the value is revoked; among generic rules, what needs no judge, then what
  // reads the value itself. A name alone comes between: a PEM block is a private key wherever. Last
  // comes a provider's name beside what no other name calls a key.
  int rank(const LocalVerdict& verdict) const {
    const Rule& rule = rules_[verdict.rule];
    if (rule.any_shape) return rules_[verdict.family].judging == Judging::Provider ? 6 : 3;
    if (!is_generic(rule)) return rule.assigned ? 1 : 0;
    if (rule.judging == Judging::None) return 2;
    return rule.decode.empty() ? 5 : 4;
  }

  RuleList rules_;
};

// Disjoint spans by begin.
class Taken {
 public:
  bool overlaps(const Span& span) const {
    std::map<std::uint64_t, std::uint64_t>::const_iterator next = ends_.lower_bound(span.begin);
    if (next != ends_.end() && next->first < span.end) return true;
    return next != ends_.begin() && std::prev(next)->second > span.begin;
  }
  void add(const Span& span) { ends_.emplace(span.begin, span.end); }

 private:
  std::map<std::uint64_t, std::uint64_t> ends_;
};

// Spans that silence, by begin, each with the farthest end of all up to it: a span is inside one of
// them exactly when the farthest end among those that begin no later reaches its own.
class Silenced {
 public:
  explicit Silenced(std::vector<Span> spans) : spans_(std::move(spans)) {
    std::sort(spans_.begin(), spans_.end(),
              [](const Span& a, const Span& b) { return a.begin < b.begin; });
    for (std::size_t i = 1; i < spans_.size(); ++i)
      spans_[i].end = std::max(spans_[i].end, spans_[i - 1].end);
  }

  bool holds(const Span& span) const {
    std::vector<Span>::const_iterator after =
        std::upper_bound(spans_.begin(), spans_.end(), span.begin,
                         [](std::uint64_t begin, const Span& one) { return begin < one.begin; });
    return after != spans_.begin() && std::prev(after)->end >= span.end;
  }

 private:
  std::vector<Span> spans_;
};

template <typename Chosen>
Silenced of_providers(const RuleList& rules, const std::vector<LocalVerdict>& verdicts,
                      Chosen is_chosen) {
  std::vector<Span> spans;
  for (const LocalVerdict& verdict : verdicts) {
    if (is_chosen(verdict.reason) && !is_generic(rules[verdict.rule]))
      spans.push_back(verdict.secret);
  }
  return Silenced(std::move(spans));
}

// What a provider's rule knows to be none is no generic secret.
bool is_surely_none(Reason reason) {
  return reason == Reason::Placeholder || reason == Reason::BadChecksum;
}

// What it cannot read may be one of somebody else, or of a form that came after the rule: where the
// judge believes in it for its name, it is shown, below medium.
bool is_unreadable(Reason reason) {
  return reason == Reason::BadStructure;
}

// Generic values that are read themselves, such as a token: a client id in a token's payload says
// less than the token.
Silenced of_whole_values(const RuleList& rules, const std::vector<LocalVerdict>& verdicts) {
  std::vector<Span> spans;
  for (const LocalVerdict& verdict : verdicts) {
    const Rule& rule = rules[verdict.rule];
    if (verdict.reason == Reason::Kept && !verdict.decoded && is_generic(rule) &&
        (rule.judging == Judging::None || !rule.decode.empty()))
      spans.push_back(verdict.secret);
  }
  return Silenced(std::move(spans));
}

}  // namespace

bool is_generic(const Rule& rule) {
  return rule.provider == "Generic";
}

void resolve_overlaps(const RuleList& rules, std::vector<LocalVerdict>& verdicts) {
  const Silenced by_providers = of_providers(rules, verdicts, is_surely_none);
  const Silenced unreadable = of_providers(rules, verdicts, is_unreadable);
  const Silenced by_values = of_whole_values(rules, verdicts);
  std::vector<LocalVerdict*> kept;
  for (LocalVerdict& verdict : verdicts) {
    if (verdict.reason != Reason::Kept) continue;
    const Rule& rule = rules[verdict.rule];
    const bool is_inner_id = verdict.decoded && rule.severity == Severity::Low;
    const bool is_unread = is_generic(rule) && unreadable.holds(verdict.secret);
    if (is_unread && judging::is_judged(rules, verdict)) judging::keep_below_medium(verdict);
    if ((is_generic(rule) && by_providers.holds(verdict.secret)) ||
        (is_unread && !judging::is_judged(rules, verdict)) ||
        (is_inner_id && by_values.holds(verdict.secret))) {
      verdict.reason = Reason::Overlapped;
    } else {
      kept.push_back(&verdict);
    }
  }
  std::sort(kept.begin(), kept.end(), Better(rules));
  Taken taken;
  for (LocalVerdict* verdict : kept) {
    if (taken.overlaps(verdict->secret))
      verdict->reason = Reason::Overlapped;
    else
      taken.add(verdict->secret);
  }
}

}  // namespace leakwarden::scanner
